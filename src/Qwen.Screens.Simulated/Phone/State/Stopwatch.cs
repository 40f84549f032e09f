namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>Measures time by a clock that is handed in.</summary>
internal sealed class Stopwatch
{
    private DateTimeOffset? start;
    private TimeSpan before;

    public bool IsRunning => start is not null;

    public List<TimeSpan> Laps { get; } = [];

    public TimeSpan GetElapsed(DateTimeOffset now) => before + (now - start ?? TimeSpan.Zero);

    public void Start(DateTimeOffset now) => start ??= now;

    public void Stop(DateTimeOffset now) => (before, start) = (GetElapsed(now), null);

    public void Reset()
    {
        (before, start) = (TimeSpan.Zero, null);
        Laps.Clear();
    }
}
