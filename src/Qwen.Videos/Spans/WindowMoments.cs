using System.Globalization;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Spans;

/// <summary>The moments at which a window is sampled: multiples of the interval on the one grid of the whole file.</summary>
internal static class WindowMoments
{
    private const int MinFrames = 4;
    private const double Tolerance = 1e-4;

    /// <summary>Chooses moments; the rate is lowered or raised where the window holds too many or too few.</summary>
    /// <exception cref="QwenException">The window lies outside the video, or is no window.</exception>
    public static (double[] Moments, double Fps) Choose(VideoWindow window, OpenVideo video)
    {
        if (!(window.Start < window.End && window.Fps > 0 && double.IsFinite(window.Fps)) || window.MaxFrames < 2)
            throw new QwenException(FormattableString.Invariant(
                $"A window from {window.Start} s to {window.End} s at {window.Fps} frames a second, at most {window.MaxFrames} frames, ")
                + "cannot be sampled: the end must lie behind the start, the rate above 0, and there must be room for two frames.");
        var (start, end) = (Math.Max(0, window.Start), Math.Min(window.End, video.Duration));
        if (start >= end)
            throw new QwenException(string.Create(
                CultureInfo.InvariantCulture,
                $"The range from {window.Start:0.##} s to {window.End:0.##} s lies outside the video, "
                + $"which lasts {video.Duration:0.##} s."));

        var span = end - start;
        if (SmallestInterval(video.FrameSeconds, start, end) is not { } interval)
            return ([(start + end) / 2], 1 / span); // a stretch of one frame, held until the next one

        var fps = Math.Min(Math.Max(window.Fps, MinFrames / span), 1 / interval);
        if (span * fps > window.MaxFrames + Tolerance)
            fps = window.MaxFrames / span;
        var first = (long)Math.Ceiling(start * fps - Tolerance);
        var last = (long)Math.Ceiling(end * fps - Tolerance) - 1;
        return last < first
            ? ([(start + end) / 2], fps)
            : ([.. Enumerable.Range(0, (int)Math.Min(last - first + 1, window.MaxFrames)).Select(k => (first + k) / fps)], fps);
    }

    /// <summary>Seconds between the two nearest frames of a stretch; null where it holds fewer than two.</summary>
    private static double? SmallestInterval(ReadOnlySpan<double> frames, double start, double end)
    {
        double? smallest = null;
        var from = frames.BinarySearch(start - Tolerance);
        for (var i = (from < 0 ? ~from : from) + 1; i < frames.Length && frames[i] < end; i++)
            smallest = Math.Min(smallest ?? double.MaxValue, frames[i] - frames[i - 1]);
        return smallest;
    }
}
