using System.Globalization;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Spans;

/// <summary>Cuts a stretch of a video into windows that a model can take.</summary>
internal static class WindowPlan
{
    private const int MinFrames = 4;

    /// <summary>The stretch that a caller named, inside the video.</summary>
    /// <exception cref="QwenException">It lies outside, or the end is not behind the start.</exception>
    public static (double Start, double End) Range(OpenVideo video, double? start, double? end)
    {
        var (from, to) = (Math.Max(0, start ?? 0), Math.Min(video.Duration, end ?? video.Duration));
        return from < to
            ? (from, to)
            : throw new QwenException(string.Create(
                CultureInfo.InvariantCulture,
                $"There is nothing from {start ?? 0:0.##} s to {end ?? video.Duration:0.##} s: the video lasts {video.Duration:0.##} s, "
                + $"and the end has to lie behind the start."));
    }

    /// <summary>One window: at the wanted rate, or fewer frames a second where there would be too many.</summary>
    public static VideoWindow Whole(OpenVideo video, double start, double end, QwenVideoOptions options)
    {
        var span = end - start;
        var fps = Math.Min(options.Fps ?? VideoOptions.DefaultFps, options.MaxFrames / span);
        return Create(
            video, start, end, fps, Math.Clamp((int)Math.Ceiling(span * fps), MinFrames, Math.Max(MinFrames, options.MaxFrames)), options);
    }

    /// <summary>
    /// Windows of equal size that overlap, on one grid of time: they begin at multiples of two sampling intervals, so that frames
    /// pair up alike wherever windows lie over one another.
    /// </summary>
    /// <param name="video">The video.</param>
    /// <param name="start">Where the first begins.</param>
    /// <param name="end">Where the last ends.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="frames">Frames of a window.</param>
    /// <param name="overlap">Frames that two neighbours share.</param>
    /// <param name="options">The budget of a window.</param>
    public static IReadOnlyList<VideoWindow> Cover(
        OpenVideo video, double start, double end, double fps, int frames, int overlap, QwenVideoOptions options)
    {
        frames = Math.Max(MinFrames, frames / 2 * 2);
        var step = Math.Max(2, frames - overlap / 2 * 2);
        var windows = new List<VideoWindow>();
        for (var first = (long)Math.Floor(start * fps / 2) * 2; ; first += step)
        {
            var window = Create(video, Math.Max(start, first / fps), Math.Min(end, (first + frames) / fps), fps, frames, options);
            windows.Add(window);
            if (window.End >= end)
                return windows;
        }
    }

    private static VideoWindow Create(OpenVideo video, double start, double end, double fps, int frames, QwenVideoOptions options) => new()
    {
        File = video.Path,
        Start = start,
        End = end,
        Fps = fps,
        MaxFrames = frames,
        MinPixels = options.MinPixels,
        MaxPixels = options.MaxPixels,
        TotalPixels = options.TotalPixels,
    };
}
