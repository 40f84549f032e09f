namespace Qwen.VisionLanguage.Videos;

/// <summary>The frames of a file that the model will see.</summary>
/// <param name="Indices">Frame numbers, ascending; one may come twice where a slow stretch has fewer frames than are asked for.</param>
/// <param name="Seconds">Time of each in seconds from the first frame of the file.</param>
/// <param name="SampleFps">Frames per second that the choice amounts to.</param>
/// <param name="IsEven">Whether temporal patches may be taken to lie evenly in time.</param>
internal sealed record FrameSampling(IReadOnlyList<int> Indices, IReadOnlyList<double> Seconds, double SampleFps, bool IsEven)
{
    /// <summary>Seconds between temporal patches.</summary>
    public double SecondsPerGrid => VideoOptions.FrameFactor / SampleFps;

    /// <summary>
    /// Chooses frames: by number with <see cref="FramePlan"/> where the rate is constant, otherwise those on show at evenly
    /// spaced moments. Of a film of one frame it is that frame.
    /// </summary>
    /// <exception cref="QwenException">The range holds nothing, or the options contradict each other.</exception>
    public static FrameSampling Choose(VideoTimeline timeline, VideoOptions options)
    {
        if (!timeline.IsConstant || HoldsFewerThanTwo(timeline, options))
            return ChooseByTime(timeline, options);
        var plan = FramePlan.Create(timeline.Count, timeline.FramesPerSecond, options);
        return new FrameSampling(plan.Indices, TimesOf(timeline, plan.Indices), plan.SampleFps, IsEven: true);
    }

    private static FrameSampling ChooseByTime(VideoTimeline timeline, VideoOptions options)
    {
        // moments lie from the first to the last frame of the range, as the plan by number includes both; a frame that is held belongs
        // to a range before which it begins, and the last one to all that follows
        var times = timeline.Seconds;
        var isHeld = timeline.End - times[^1] > 2 / timeline.FramesPerSecond || timeline.Count == 1;
        var whole = isHeld ? timeline.End : times[^1];
        double start = Math.Max(0, options.Start ?? 0), end = Math.Min(options.End ?? whole, timeline.End);
        if (!(start < end || (start == end && timeline.Count == 1)))
            throw new QwenException(FormattableString.Invariant(
                $"The range from {options.Start ?? 0} s to {options.End ?? whole} s holds nothing of a video of {timeline.End:0.###} s. ")
                + "Widen it.");
        if (timeline.At(start) == timeline.At(end))
        {
            var (index, time) = (timeline.At(start), timeline.TimeAt(start));
            return new FrameSampling([index, index], [time, time], VideoOptions.FrameFactor / Math.Max(end - start, 0.1), IsEven: true);
        }

        var from = SoonAfter(times, start) ?? start;
        var to = end > times[^1] && !isHeld ? times[^1] : end;
        if (to - from < 0.001)
            (from, to) = (start, end);
        var (total, span) = (timeline.At(to) - timeline.At(from) + 1, to - from);

        // a held frame fills as many moments as any other stretch of its length
        var wanted = options.FrameCount ?? (int)Math.Min(options.MaxFrames, Math.Ceiling(span * (options.Fps ?? VideoOptions.DefaultFps)));
        total = Math.Max(total, wanted + 1);
        var fps = (total - 1) / span;
        var count = FramePlan.CountFrames(total, fps, options);
        double[] moments = [.. Enumerable.Range(0, count).Select(k => from + span * k / (count - 1))];
        return new FrameSampling(
            [.. moments.Select(timeline.At)], [.. moments.Select(timeline.TimeAt)], FramePlan.EffectiveFps(count, total, fps),
            IsEven: false);
    }

    // a range begins with the frame that follows soon, if no long-held one is on show
    private static double? SoonAfter(ReadOnlySpan<double> times, double start)
    {
        foreach (var time in times)
        {
            if (time >= start)
                return time - start <= 0.1 ? time : null;
        }

        return null;
    }

    // as the plan by number counts them
    private static bool HoldsFewerThanTwo(VideoTimeline timeline, VideoOptions options)
    {
        if (timeline.Count < VideoOptions.FrameFactor)
            return true;
        if (options is { Start: null, End: null } || options.Start is double.NaN || options.End is double.NaN)
            return false;
        var fps = timeline.FramesPerSecond;
        return Math.Ceiling(Math.Max(0, options.Start ?? 0) * fps)
            >= Math.Min(Math.Floor((options.End ?? timeline.End) * fps), timeline.Count - 1);
    }

    private static double[] TimesOf(VideoTimeline timeline, IReadOnlyList<int> indices)
    {
        var times = new double[indices.Count];
        for (var k = 0; k < times.Length; k++)
            times[k] = timeline.Seconds[indices[k]];
        return times;
    }
}
