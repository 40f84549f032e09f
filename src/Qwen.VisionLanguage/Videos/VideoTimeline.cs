namespace Qwen.VisionLanguage.Videos;

/// <summary>When each frame of a video is shown.</summary>
/// <remarks>
/// The rate counts as constant where no frame is further from its place on an even grid than a quarter of the mean interval
/// or 2 ms, whichever is more: rounding to a container's clock (Matroska counts milliseconds) stays far below that. It does not where
/// the last frame is held: recorders of screens write a frame when something moves, and it stays on show until the next one or the end.
/// </remarks>
internal sealed class VideoTimeline
{
    private const double MinTolerance = 0.002;

    /// <summary>Seconds by which sound or a container's clock may outlast the pictures without the last one counting as held.</summary>
    private const double Tail = 0.5;

    /// <summary>Seconds on show after which a frame stands for the moment rather than for its own time.</summary>
    private const double LongHold = 0.1;

    private readonly double[] seconds;
    private readonly int[] keyFrames;

    private VideoTimeline(double[] stamps, int[] keyFrames, double? statedRate, double? statedEnd)
    {
        this.keyFrames = keyFrames;
        FirstStamp = stamps[0];
        seconds = Array.ConvertAll(stamps, s => s - stamps[0]);
        var interval = Count > 1 ? seconds[^1] / (Count - 1) : 1 / (statedRate ?? 1);
        var tolerance = Math.Max(MinTolerance, interval / 4);
        var isEven = !seconds.Where((s, i) => Math.Abs(s - i * interval) > tolerance).Any();

        // the stated rate is the exact one (30000/1001), unless the stamps say otherwise
        FramesPerSecond = isEven && statedRate is { } rate && Math.Abs((Count - 1) / rate - seconds[^1]) <= tolerance
            ? rate
            : 1 / interval;

        // the file's own end counts where the last frame is held until then, or where there is no rate to go by
        var usual = seconds[^1] + 1 / FramesPerSecond;
        var end = statedEnd - FirstStamp;
        var isHeld = end > usual + Math.Max(Tail, 1 / FramesPerSecond);
        IsConstant = isEven && !isHeld;
        End = end > seconds[^1] + MinTolerance && (isHeld || !isEven) ? end.Value : usual;
    }

    /// <summary>Number of frames.</summary>
    public int Count => seconds.Length;

    /// <summary>Time of the first frame on the file's own clock.</summary>
    public double FirstStamp { get; }

    /// <summary>
    /// When the last frame ends, in seconds from the first: where the file says that it does, else after a mean interval.
    /// </summary>
    public double End { get; }

    /// <summary>Whether frame numbers and time go together, to the end.</summary>
    public bool IsConstant { get; }

    /// <summary>Frames per second, the mean where the rate varies.</summary>
    public double FramesPerSecond { get; }

    /// <summary>Time of every frame in seconds from the first.</summary>
    public ReadOnlySpan<double> Seconds => seconds;

    /// <summary>Whether frames carry their time; if not, it follows from their number and the rate.</summary>
    public bool HasClock { get; private init; } = true;

    /// <summary>Puts time stamps of a file in order; equal ones count once.</summary>
    /// <param name="stamps">At least one, in any order.</param>
    /// <param name="statedRate">The frame rate that the file states.</param>
    /// <param name="hasClock">Whether decoded frames will carry these stamps.</param>
    /// <param name="keyStamps">Those of them from which decoding can begin; none where nobody knows.</param>
    /// <param name="statedEnd">When the file says that it ends, on the stamps' clock; null where it does not or cannot be believed.</param>
    public static VideoTimeline Create(
        IEnumerable<double> stamps, double? statedRate, bool hasClock = true, IEnumerable<double>? keyStamps = null,
        double? statedEnd = null)
    {
        double[] ordered = [.. stamps.Order().Distinct()];
        int[] keyFrames = [.. (keyStamps ?? []).Order().Distinct().Select(s => Array.BinarySearch(ordered, s))];
        return new(hasClock ? ordered : Array.ConvertAll(ordered, s => s - ordered[0]), keyFrames, statedRate, hasClock ? statedEnd : null)
        {
            HasClock = hasClock,
        };
    }

    /// <summary>
    /// The last frame from which decoding can begin so that a frame comes out; 0, the start of the file, where none is known.
    /// </summary>
    public int KeyFrameBefore(int index)
    {
        var at = Array.BinarySearch(keyFrames, index);
        at = at >= 0 ? at : ~at - 1;
        return at >= 0 ? keyFrames[at] : 0;
    }

    /// <summary>The frame on show at a moment: the last that begins by then, but for rounding; the first one before it begins.</summary>
    public int At(double moment)
    {
        var after = Array.BinarySearch(seconds, moment + MinTolerance);
        return after >= 0 ? after : Math.Max(0, ~after - 1);
    }

    /// <summary>The time of the frame on show at a moment: its own, or, where it has been held for long, the moment itself.</summary>
    public double TimeAt(double moment)
    {
        var begin = seconds[At(moment)];
        return moment - begin <= LongHold ? begin : moment;
    }

    /// <summary>Whether a frame has long been on show at a moment.</summary>
    public bool IsHeldAt(double moment) => moment - seconds[At(moment)] > Tail && moment < End;

    /// <summary>The moments between which a frame is the nearest one, on the file's own clock.</summary>
    public (double From, double To) Window(int index)
    {
        var half = (Count > 1 ? seconds[^1] / (Count - 1) : 1) / 2;
        var before = index > 0 ? (seconds[index] - seconds[index - 1]) / 2 : half;
        var after = index < Count - 1 ? (seconds[index + 1] - seconds[index]) / 2 : half;
        return (FirstStamp + seconds[index] - before, FirstStamp + seconds[index] + after);
    }
}
