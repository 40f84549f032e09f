using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Spans;

/// <summary>A window with the frames that the model sees of it.</summary>
/// <param name="Window">What was asked for.</param>
/// <param name="Frames">The frames with their real times in the file, at the size the model sees.</param>
/// <param name="Fps">The rate at which they were sampled.</param>
internal sealed record SampledWindow(VideoWindow Window, IReadOnlyList<VideoFrame> Frames, double Fps)
{
    /// <summary>Time of the first frame: the model's 0.</summary>
    public double First => Frames[0].Seconds;

    /// <summary>Time of the last frame.</summary>
    public double Last => Frames[^1].Seconds;

    /// <summary>The frame nearest to a time.</summary>
    public VideoFrame Nearest(double seconds) => Frames.MinBy(frame => Math.Abs(frame.Seconds - seconds))!;
}
