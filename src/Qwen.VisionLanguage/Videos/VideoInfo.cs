using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>What a video file says about its picture track.</summary>
/// <param name="Size">Size of the upright frames (a phone's rotation is applied).</param>
/// <param name="FramesPerSecond">The stated average rate; null where the file states none.</param>
/// <param name="StartSeconds">First time stamp of the file on its own clock; null where it is unknown.</param>
/// <param name="DurationSeconds">The stated playing time; null where the file states none.</param>
/// <param name="EndSeconds">When the file says that it ends, on its own clock; null where it does not, or only guesses.</param>
/// <param name="Seeking">How the container finds a frame.</param>
internal sealed record VideoInfo(
    PixelSize Size, double? FramesPerSecond, double? StartSeconds, double? DurationSeconds, double? EndSeconds,
    VideoSeeking Seeking);
