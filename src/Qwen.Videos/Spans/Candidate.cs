namespace Qwen.Videos.Spans;

/// <summary>A stretch that a window, or several that overlap, answered with.</summary>
internal sealed record Candidate
{
    private readonly bool isCutBefore;
    private readonly bool isCutBehind;

    /// <summary>Takes what one window answered.</summary>
    public Candidate(double start, double end, WindowAnswer answer)
    {
        (Start, End, Answers) = (start, end, [answer]);
        var step = 1 / answer.Sample.Fps;
        isCutBefore = start < answer.Sample.First + step;
        isCutBehind = end > answer.Sample.Last;
    }

    /// <summary>Where it begins.</summary>
    public double Start { get; private init; }

    /// <summary>Where it ends.</summary>
    public double End { get; private init; }

    /// <summary>The answers that named it.</summary>
    public IReadOnlyList<WindowAnswer> Answers { get; private init; }

    /// <summary>
    /// Adds what a window answered to what others did. Stretches of two windows are one where they overlap, or where the edge of a
    /// window cuts one and the other goes on; what one window tells apart stays apart.
    /// </summary>
    /// <param name="candidates">What others answered.</param>
    /// <param name="added">The new one.</param>
    /// <param name="gap">Seconds between two frames.</param>
    public static void Add(List<Candidate> candidates, Candidate added, double gap)
    {
        foreach (var other in candidates.Where(other => other.Continues(added, gap)).ToList())
        {
            candidates.Remove(other);
            var (first, last) = (other.Start <= added.Start ? other : added, other.End >= added.End ? other : added);
            added = new Candidate(first, last) { Answers = [.. other.Answers, .. added.Answers] };
        }

        candidates.Add(added);
    }

    /// <summary>Whether it shares more than half of the shorter one's time with an event.</summary>
    public bool IsSame(FoundEvent other) =>
        Math.Min(End, other.End) - Math.Max(Start, other.Start) > Math.Min(End - Start, other.End - other.Start) / 2;

    private Candidate(Candidate first, Candidate last)
    {
        (Start, End, Answers) = (first.Start, last.End, []);
        (isCutBefore, isCutBehind) = (first.isCutBefore, last.isCutBehind);
    }

    private bool Continues(Candidate added, double gap)
    {
        if (Answers.Contains(added.Answers[0]))
            return false;
        var shared = Math.Min(End, added.End) - Math.Max(Start, added.Start);
        return shared > gap
            || (shared >= -gap && (Start <= added.Start ? isCutBehind || added.isCutBefore : isCutBefore || added.isCutBehind))
            || (shared >= 0 && Math.Min(End - Start, added.End - added.Start) <= gap);
    }
}
