namespace Qwen.Videos.Index;

/// <summary>A segment as it stands in the index.</summary>
/// <param name="Id">Its number.</param>
/// <param name="File">The file as it was indexed.</param>
/// <param name="Window">What was looked at.</param>
/// <param name="Segment">What it shows.</param>
/// <param name="Picture">The key frame, a JPEG file.</param>
internal sealed record StoredSegment(long Id, FileIdentity File, VideoWindow Window, VideoSegment Segment, byte[] Picture);
