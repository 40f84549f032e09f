namespace Qwen.VisionLanguage.Runtime;

/// <summary>Features of pictures and video slices, the least recently used given up first. Thread-safe.</summary>
/// <param name="capacityBytes">Bytes to keep at most.</param>
internal sealed class FeatureCache(long capacityBytes)
{
    private readonly Dictionary<UInt128, LinkedListNode<(UInt128 Key, float[] Features)>> entries = [];
    private readonly LinkedList<(UInt128 Key, float[] Features)> byUse = [];
    private long bytes;

    /// <summary>The features, or null. // [units, output size], not to be written to</summary>
    public float[]? Find(UInt128 key)
    {
        lock (entries)
        {
            if (!entries.TryGetValue(key, out var node))
                return null;
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.Features;
        }
    }

    /// <summary>Keeps features; those larger than the whole cache are not kept.</summary>
    public void Add(UInt128 key, float[] features)
    {
        var size = features.LongLength * sizeof(float);
        lock (entries)
        {
            if (size > capacityBytes || entries.ContainsKey(key))
                return;
            entries[key] = byUse.AddFirst((key, features));
            bytes += size;
            while (bytes > capacityBytes && byUse.Last is { } oldest)
            {
                byUse.RemoveLast();
                entries.Remove(oldest.Value.Key);
                bytes -= oldest.Value.Features.LongLength * sizeof(float);
            }
        }
    }
}
