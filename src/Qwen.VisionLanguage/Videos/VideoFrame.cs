using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>A frame and when it is shown. Immutable; safe to share between threads.</summary>
/// <param name="Seconds">Its time stamp, in seconds from the first frame of the video or stream.</param>
/// <param name="Picture">The upright picture.</param>
public sealed record VideoFrame(double Seconds, RgbImage Picture);
