namespace Qwen.Videos.Index;

/// <summary>Merges several rankings into one by reciprocal ranks, which needs no common scale (Cormack et al. 2009).</summary>
internal static class RankFusion
{
    private const double Damping = 60;

    /// <summary>The items of all rankings, the best first; equal ones in order of their number.</summary>
    /// <param name="rankings">Each with its best first.</param>
    public static IReadOnlyList<(long Item, double Score)> Merge(params IReadOnlyList<IReadOnlyList<long>> rankings)
    {
        var scores = new Dictionary<long, double>();
        foreach (var ranking in rankings)
        {
            for (var rank = 0; rank < ranking.Count; rank++)
                scores[ranking[rank]] = scores.GetValueOrDefault(ranking[rank]) + 1 / (Damping + rank + 1);
        }

        return [.. scores.OrderByDescending(s => s.Value).ThenBy(s => s.Key).Select(s => (s.Key, s.Value))];
    }
}
