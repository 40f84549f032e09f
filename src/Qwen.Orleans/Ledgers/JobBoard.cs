namespace Qwen.Orleans.Ledgers;

/// <summary>
/// The rules by which silos are sent to buckets, and a job's sums are kept. It knows neither storage nor clock nor grains.
/// </summary>
internal sealed class JobBoard(JobState state)
{
    /// <summary>Items of a bucket: so many are given out, and stored, together.</summary>
    public const int BucketSize = 64;

    /// <summary>Most causes that are told apart; all others are counted as one.</summary>
    public const int Causes = 20;

    private const string OtherCauses = "other causes";
    private const int Asked = 16;

    /// <summary>Most buckets that are open at the same time: the list is read no further meanwhile.</summary>
    public static int Window(int silos) => Math.Max(8, 3 * silos);

    /// <summary>Opens a bucket, once it is filled.</summary>
    public void Add(int items)
    {
        state.Open.Add(new OpenBucket { Number = state.NextBucket++, Items = items });
        state.NextItem += items;
    }

    /// <summary>A bucket that nobody was sent to yet.</summary>
    /// <param name="silo">The silo to be sent.</param>
    /// <param name="below">Number of the first bucket that the job may yet forget, because it is not stored.</param>
    public OpenBucket? TakeFresh(string silo, long below)
    {
        var fresh = state.Open.Find(bucket => bucket.FirstSilo is null && bucket.Number < below);
        if (fresh is not null)
            fresh.FirstSilo = silo;
        return fresh;
    }

    /// <summary>Some buckets that a silo without work asks whether it can help: its own first, then any, not always the same.</summary>
    public IReadOnlyList<OpenBucket> Candidates(string silo, Random random)
    {
        if (state.Open.Count <= Asked)
            return [.. state.Open.OrderByDescending(bucket => bucket.FirstSilo == silo)];
        var some = state.Open.Where(bucket => bucket.FirstSilo == silo).Take(Asked / 2).ToHashSet();
        while (some.Count < Asked)
            some.Add(state.Open[random.Next(state.Open.Count)]);
        return [.. some];
    }

    /// <summary>Takes the word of a bucket for how far it is, and closes it where it is complete.</summary>
    /// <returns>Whether it was closed now.</returns>
    public bool Note(BucketSummary summary)
    {
        var open = state.Open.Find(bucket => bucket.Number == summary.Number);
        if (open is null)
            return false;
        open.Last = summary;
        if (!summary.IsComplete)
            return false;
        state.Open.Remove(open);
        state.Done += summary.Done;
        state.SetAside += summary.SetAside;
        foreach (var (cause, count) in summary.Causes)
        {
            var told = state.Causes.ContainsKey(cause) || state.Causes.Count < Causes ? cause : OtherCauses;
            state.Causes[told] = state.Causes.GetValueOrDefault(told) + count;
        }

        return true;
    }

    /// <summary>Items with a result, those of open buckets as they said last.</summary>
    public long Done => state.Done + state.Open.Sum(bucket => bucket.Last?.Done ?? 0);

    /// <summary>Items set aside, those of open buckets as they said last.</summary>
    public long SetAside => state.SetAside + state.Open.Sum(bucket => bucket.Last?.SetAside ?? 0);

    /// <summary>Why the job has to end now; null where it goes on.</summary>
    public (JobStatus Status, string? Reason)? End(DateTimeOffset now) => state switch
    {
        { HasEnded: true } or { Job: null } => null,
        { Job.FailureLimit: { } limit } when SetAside > limit =>
            (JobStatus.Stopped, $"{SetAside} items were set aside, more than the limit of {limit}: {MostFrequentCause()}"),
        { ReadToEnd: true, Open.Count: 0 } => (JobStatus.Completed, null),
        { Job.Deadline: { } deadline } when now >= deadline => (JobStatus.Stopped, $"The deadline, {deadline:u}, has passed."),
        _ => null,
    };

    private string MostFrequentCause()
    {
        var all = new Dictionary<string, long>(state.Causes);
        foreach (var (cause, count) in state.Open.SelectMany(bucket => bucket.Last?.Causes ?? []))
            all[cause] = all.GetValueOrDefault(cause) + count;
        return all.Count == 0 ? "no cause is known." : all.MaxBy(pair => pair.Value).Key;
    }
}
