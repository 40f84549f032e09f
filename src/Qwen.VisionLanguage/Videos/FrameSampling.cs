namespace Qwen.VisionLanguage.Videos;

/// <summary>The frames of a file that the model will see.</summary>
/// <param name="Indices">Frame numbers, ascending; one may come twice where a slow stretch has fewer frames than are asked for.</param>
/// <param name="Seconds">Time of each in seconds from the first frame of the file.</param>
/// <param name="SampleFps">Frames per second that the choice amounts to.</param>
/// <param name="IsEven">Whether temporal patches may be taken to lie evenly in time.</param>
internal sealed record FrameSampling(IReadOnlyList<int> Indices, IReadOnlyList<double> Seconds, double SampleFps, bool IsEven)
{
    /// <summary>Seconds between temporal patches.</summary>
    public double SecondsPerGrid => FramePlan.FrameFactor / SampleFps;

    /// <summary>
    /// Chooses frames: by number with <see cref="FramePlan"/> where the rate is constant, otherwise those nearest to evenly
    /// spaced moments.
    /// </summary>
    /// <exception cref="QwenException">The file is too short, the range holds too little, or the options contradict each other.</exception>
    public static FrameSampling Choose(VideoTimeline timeline, VideoOptions options)
    {
        if (!timeline.IsConstant)
            return ChooseByTime(timeline, options);
        var plan = FramePlan.Create(timeline.Count, timeline.FramesPerSecond, options);
        return new FrameSampling(plan.Indices, TimesOf(timeline, plan.Indices), plan.SampleFps, IsEven: true);
    }

    private static FrameSampling ChooseByTime(VideoTimeline timeline, VideoOptions options)
    {
        var times = timeline.Seconds;
        double start = options.Start ?? 0, end = options.End ?? times[^1];
        int first = 0, last = timeline.Count - 1;
        while (first < timeline.Count && times[first] < start)
            first++;
        while (last >= 0 && !(times[last] <= end))
            last--;
        if (first >= last)
            throw new QwenException(FormattableString.Invariant(
                $"The range from {start} s to {end} s holds fewer than two frames of a video of {times[^1]:0.###} s. Widen it."));

        // moments lie from the first to the last frame of the range, as the plan by number includes both
        var (total, span) = (last - first + 1, times[last] - times[first]);
        var fps = (total - 1) / span;
        var indices = new int[FramePlan.CountFrames(total, fps, options)];
        for (var k = 0; k < indices.Length; k++)
            indices[k] = timeline.Nearest(times[first] + span * k / (indices.Length - 1));
        return new FrameSampling(indices, TimesOf(timeline, indices), FramePlan.EffectiveFps(indices.Length, total, fps), IsEven: false);
    }

    private static double[] TimesOf(VideoTimeline timeline, IReadOnlyList<int> indices)
    {
        var times = new double[indices.Count];
        for (var k = 0; k < times.Length; k++)
            times[k] = timeline.Seconds[indices[k]];
        return times;
    }
}
