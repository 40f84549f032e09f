namespace Qwen.Videos.Index;

/// <summary>How far a segment is; the numbers stand in the index.</summary>
internal enum SegmentState
{
    /// <summary>Nobody has looked yet, or was stopped while looking.</summary>
    Open = 0,

    /// <summary>Indexed.</summary>
    Done = 1,

    /// <summary>It could not be read; the index says why.</summary>
    Unreadable = 2,
}
