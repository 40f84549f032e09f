namespace Qwen.VisionLanguage.Runtime;

/// <summary>
/// Sequences of finished requests. A request takes the one that shares most with its prompt and goes on from there; while
/// it runs, nobody else has it. Thread-safe.
/// </summary>
/// <param name="decoder">Makes and cuts caches.</param>
/// <param name="capacity">Finished sequences to keep.</param>
internal sealed class ExclusivePrefixCache(Decoder decoder, int capacity) : PrefixCache
{
    /// <summary>A shorter shared start (a system text alone) is not worth giving up another conversation's cache for.</summary>
    private const int ShortPrefix = 64;

    private readonly LinkedList<KeptSequence> kept = [];
    private bool disposed;

    public override ValueTask<KeptSequence> TakeAsync(ulong[] prompt, int answerTokens, CancellationToken cancellationToken)
        => ValueTask.FromResult(Take(prompt, prompt.Length + (decoder.CanGrow ? 0 : answerTokens)));

    public override void Return(KeptSequence sequence)
    {
        KeptSequence? surplus = null;
        lock (kept)
        {
            if (disposed || capacity == 0)
                surplus = sequence;
            else
                kept.AddFirst(sequence);
            if (kept.Count > capacity)
            {
                surplus = kept.Last!.Value;
                kept.RemoveLast();
            }
        }

        surplus?.Dispose();
    }

    public override void Dispose()
    {
        lock (kept)
        {
            disposed = true;
            foreach (var sequence in kept)
                sequence.Dispose();
            kept.Clear();
        }
    }

    /// <param name="prompt">Keys of the prompt's tokens.</param>
    /// <param name="room">Tokens the cache must have room for.</param>
    private KeptSequence Take(ReadOnlySpan<ulong> prompt, int room)
    {
        lock (kept)
        {
            LinkedListNode<KeptSequence>? best = null;
            var length = 0;
            for (var node = kept.First; node is not null; node = node.Next)
            {
                // the last token of a prompt always runs: its logits are wanted
                var common = Math.Min(node.Value.CommonPrefix(prompt), prompt.Length - 1);
                if (Fits(node.Value, common, room) && common > length)
                    (best, length) = (node, common);
            }

            if (best is not null && (length >= ShortPrefix || length * 2 >= best.Value.Tokens.Count || kept.Count >= capacity))
            {
                kept.Remove(best);
                if (best.Value.Tokens.Count > length)
                    best.Value.Truncate(length);
                return best.Value;
            }
        }

        return new KeptSequence(decoder.CreateCache(room));
    }

    private bool Fits(KeptSequence sequence, int common, int room)
        => (decoder.CanTruncate || common == sequence.Tokens.Count) && (decoder.CanGrow || room <= sequence.Cache.Capacity);
}
