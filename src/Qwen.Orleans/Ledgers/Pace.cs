namespace Qwen.Orleans.Ledgers;

/// <summary>How fast a job goes, from how far it was at some moments of the last minute.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(60);

    private readonly Queue<(DateTimeOffset At, long Count)> marks = new();

    /// <summary>Notes how far it is.</summary>
    public void Note(DateTimeOffset now, long count)
    {
        marks.Enqueue((now, count));
        while (marks.Count > 2 && now - marks.Peek().At > Reach)
            marks.Dequeue();
    }

    /// <summary>Forgets what was, after a pause.</summary>
    public void Clear() => marks.Clear();

    /// <summary>Items a second; 0 where that cannot be told yet.</summary>
    public double PerSecond(DateTimeOffset now, long count)
    {
        if (marks.Count == 0)
            return 0;
        var (at, then) = marks.Peek();
        var seconds = (now - at).TotalSeconds;
        return seconds <= 0 ? 0 : Math.Max(0, count - then) / seconds;
    }
}
