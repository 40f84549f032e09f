using System.Runtime.CompilerServices;
using Qwen.Constraints;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>
/// What was compiled for a model lately, by the text it was compiled from; all clients of a model share it. Safe for concurrent use.
/// </summary>
internal sealed class GrammarCache
{
    // schemas of one application are few; conversations with changing tools must not pile up, neither in number nor in bytes
    private const int Capacity = 64;
    private const long MaxBytes = 256L << 20;
    private const int PatienceMilliseconds = 50;

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

    /// <summary>
    /// The result for a key; made where it is not there, once even if several ask for it. A failure is not kept: who asks again, tries
    /// again.
    /// </summary>
    /// <param name="key">All that the result depends on.</param>
    /// <param name="make">Makes it, on the caller's thread and outside of every lock that callers with other keys take.</param>
    /// <param name="cancellationToken">Ends the making, and the waiting for another caller who makes the same.</param>
    public T Get<T>(string key, Func<CancellationToken, T> make, CancellationToken cancellationToken)
        where T : class
    {
        key = $"{typeof(T).Name} {key}";
        var entry = Find(key);
        while (!entry.Making.TryEnter(PatienceMilliseconds))
            cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (entry.Value is null)
            {
                entry.Value = make(cancellationToken);
                Keep(entry);
            }

            return (T)entry.Value;
        }
        catch
        {
            Remove(entry);
            throw;
        }
        finally
        {
            entry.Making.Exit();
        }
    }

    private Entry Find(string key)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out var node))
                recent.Remove(node);
            else
                entries.Add(key, node = new LinkedListNode<Entry>(new Entry(key)));
            recent.AddFirst(node);
            return node.Value;
        }
    }

    private void Keep(Entry made)
    {
        lock (gate)
        {
            // another caller who was to make it may have failed, and with him the entry was gone
            if (!entries.ContainsKey(made.Key))
                entries.Add(made.Key, recent.AddFirst(made));

            // what was made last stays, however large
            var bytes = recent.Sum(entry => entry.HeldBytes);
            while (recent.Count > 1 && (recent.Count > Capacity || bytes > MaxBytes))
            {
                var oldest = recent.Last!.Value;
                bytes -= oldest.HeldBytes;
                entries.Remove(oldest.Key);
                recent.RemoveLast();
            }
        }
    }

    private void Remove(Entry entry)
    {
        lock (gate)
        {
            if (entries.TryGetValue(entry.Key, out var node) && node.Value == entry && entries.Remove(entry.Key))
                recent.Remove(node);
        }
    }

    private sealed class Entry(string key)
    {
        public string Key { get; } = key;

        /// <summary>Held by the caller who makes the value; others who want the same wait for it.</summary>
        public Lock Making { get; } = new();

        public object? Value { get; set; }

        public long HeldBytes => (2L * Key.Length) + Value switch
        {
            Grammar grammar => grammar.HeldBytes,
            FunctionGrammar function => function.Grammar.HeldBytes,
            _ => 0,
        };
    }
}
