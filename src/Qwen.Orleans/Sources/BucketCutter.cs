namespace Qwen.Orleans.Sources;

/// <summary>Cuts items into buckets, so that parts of one file stay together where they fit.</summary>
internal static class BucketCutter
{
    /// <summary>Cuts.</summary>
    /// <param name="entries">The items of each entry of the list.</param>
    /// <param name="size">Most items of a bucket.</param>
    public static IEnumerable<JobItem[]> Cut(IEnumerable<IReadOnlyList<JobItem>> entries, int size)
    {
        var open = new List<JobItem>();
        foreach (var entry in entries)
        {
            if (open.Count > 0 && open.Count + entry.Count > size)
            {
                yield return [.. open];
                open.Clear();
            }

            foreach (var item in entry)
            {
                open.Add(item);
                if (open.Count < size)
                    continue;
                yield return [.. open];
                open.Clear();
            }
        }

        if (open.Count > 0)
            yield return [.. open];
    }
}
