namespace Qwen.VisionLanguage.Videos;

/// <summary>Which frames of a video of constant rate are sampled: pure arithmetic, no file.</summary>
/// <param name="Indices">Frame numbers from 0, ascending, an even number of them.</param>
/// <param name="SampleFps">Frames per second that the choice amounts to; not the rate asked for.</param>
/// <remarks>The rules of <c>smart_nframes</c> and <c>calculate_video_frame_range</c> in <c>qwen-vl-utils</c>.</remarks>
internal sealed record FramePlan(IReadOnlyList<int> Indices, double SampleFps)
{
    /// <summary>Seconds between temporal patches (<c>second_per_grid_t</c>).</summary>
    public double SecondsPerGrid => VideoOptions.FrameFactor / SampleFps;

    /// <summary>Chooses frames.</summary>
    /// <param name="totalFrames">Frames in the file.</param>
    /// <param name="fps">The file's frame rate.</param>
    /// <param name="options">What to sample.</param>
    /// <exception cref="QwenException">The file is too short, the range holds too little, or the options contradict each other.</exception>
    public static FramePlan Create(int totalFrames, double fps, VideoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (totalFrames < 1 || !double.IsFinite(fps) || fps <= 0)
            throw new QwenException(FormattableString.Invariant(
                $"A video of {totalFrames} frames at {fps} frames a second cannot be sampled. Check the file with ffprobe."));

        var (first, last) = Range(totalFrames, fps, options);
        var count = CountFrames(last - first + 1, fps, options);
        return new FramePlan(Linspace(first, last, count), EffectiveFps(count, last - first + 1, fps));
    }

    /// <summary>How many frames to take out of so many.</summary>
    internal static int CountFrames(int total, double fps, VideoOptions options)
    {
        if (options is { FrameCount: not null, Fps: not null })
            throw new QwenException("Both fps and nframes are given for a video: give one of them.");
        if (options.Fps is { } rate && !(rate > 0 && double.IsFinite(rate)))
            throw new QwenException(FormattableString.Invariant($"fps must be above 0, not {rate}."));

        double count;
        if (options.FrameCount is { } wanted)
        {
            count = Math.Round((double)wanted / VideoOptions.FrameFactor, MidpointRounding.ToEven) * VideoOptions.FrameFactor;
        }
        else
        {
            var low = Math.Ceiling((double)options.MinFrames / VideoOptions.FrameFactor) * VideoOptions.FrameFactor;
            var high = Math.Floor((double)Math.Min(options.MaxFrames, total) / VideoOptions.FrameFactor) * VideoOptions.FrameFactor;
            count = total / fps * (options.Fps ?? VideoOptions.DefaultFps);
            count = Math.Min(Math.Min(Math.Max(count, low), high), total);
            count = Math.Floor(count / VideoOptions.FrameFactor) * VideoOptions.FrameFactor;
        }

        if (count < VideoOptions.FrameFactor || count > total)
            throw new QwenException(
                $"{count} frames cannot be sampled out of {total}: between {VideoOptions.FrameFactor} and {total} are possible. " +
                (total < VideoOptions.FrameFactor
                    ? "Give a single frame as a picture."
                    : "Change nframes, min_frames, max_frames or the range."));
        if (count > options.Limits.MaxSampledFrames)
            throw new QwenException(
                $"{count} frames would be sampled, more than the limit of {options.Limits.MaxSampledFrames}: lower fps, "
                + "nframes or max_frames, "
                    + "or raise VideoLimits.MaxSampledFrames.");
        return (int)count;
    }

    /// <summary>The rate that a choice of so many frames out of so many amounts to.</summary>
    internal static double EffectiveFps(int count, int total, double fps) => (double)count / total * fps;

    /// <summary>First and last frame of the range asked for.</summary>
    private static (int First, int Last) Range(int total, double fps, VideoOptions options)
    {
        if (options.Start is null && options.End is null)
            return (0, total - 1);
        if (options.Start is double.NaN || options.End is double.NaN)
            throw new QwenException("video_start and video_end must be numbers of seconds.");

        var duration = total / fps;
        var first = options.Start is { } start ? (int)Math.Ceiling(Math.Max(0.0, Math.Min(start, duration)) * fps) : 0;
        var last = options.End is { } end ? Math.Min((int)Math.Floor(Math.Max(0.0, Math.Min(end, duration)) * fps), total - 1) : total - 1;
        if (first >= last)
            throw new QwenException(
                FormattableString.Invariant(
                    $"The range from {options.Start ?? 0} s to {options.End ?? duration} s holds fewer than two frames ") +
                FormattableString.Invariant($"of a video of {duration:0.###} s. Widen it."));
        return (first, last);
    }

    /// <summary>Evenly spaced numbers in single precision, counted from both ends as torch does, rounded half to even.</summary>
    private static int[] Linspace(int first, int last, int count)
    {
        var step = ((float)last - first) / (count - 1);
        var indices = new int[count];
        for (var k = 0; k < count; k++)
        {
            // one rounding for product and sum, as torch's kernel does: it decides rare ties
            var value = k < count / 2
                ? MathF.FusedMultiplyAdd(step, k, first)
                : MathF.FusedMultiplyAdd(-step, count - k - 1, last);
            indices[k] = (int)MathF.Round(value, MidpointRounding.ToEven);
        }

        return indices;
    }
}
