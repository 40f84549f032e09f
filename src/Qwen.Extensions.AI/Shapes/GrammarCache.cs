using System.Runtime.CompilerServices;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>
/// What was compiled for a model lately, by the text it was compiled from; all clients of a model share it. Safe for concurrent use.
/// </summary>
internal sealed class GrammarCache
{
    // schemas of one application are few; conversations with changing tools must not pile up
    private const int Capacity = 64;

    private static readonly ConditionalWeakTable<QwenModel, GrammarCache> Caches = [];

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> recent = [];

    /// <summary>The cache of a model; it goes with the model.</summary>
    public static GrammarCache Of(QwenModel model) => Caches.GetOrCreateValue(model);

    /// <summary>Number of results that are kept.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return recent.Count;
        }
    }

    /// <summary>The result for a key; made where it is not there, once even if several ask for it. A failure is kept like a result.</summary>
    /// <param name="key">All that the result depends on.</param>
    /// <param name="make">Makes it.</param>
    public T Get<T>(string key, Func<T> make)
        where T : class
    {
        key = $"{typeof(T).Name} {key}";
        Lazy<object> value;
        lock (gate)
        {
            if (entries.TryGetValue(key, out var node))
                recent.Remove(node);
            else
                entries.Add(key, node = new LinkedListNode<Entry>(new Entry(key, new Lazy<object>(make))));
            recent.AddFirst(node);
            if (recent.Count > Capacity)
            {
                entries.Remove(recent.Last!.Value.Key);
                recent.RemoveLast();
            }

            value = node.Value.Value;
        }

        return (T)value.Value;
    }

    private sealed record Entry(string Key, Lazy<object> Value);
}
