using System.Globalization;
using Qwen.VisionLanguage.Runtime.Cpu.Attention;

namespace Qwen.VisionLanguage.Runtime.Cpu.Pages;

/// <summary>
/// Sequences of finished requests and of those that run. A request begins with the pages of whichever shares most with its prompt,
/// and waits for one that is just reading what both begin with; it runs when the pages it may need can be set aside for it, and of
/// what is kept the least recently used gives way. First come, first served. Thread-safe.
/// </summary>
/// <param name="pages">The memory.</param>
/// <param name="keeps">Whether sequences are kept after their request.</param>
internal sealed class SharedPrefixCache(KeyValuePages pages, bool keeps) : PrefixCache
{
    /// <summary>Tokens that are read faster than waited for.</summary>
    private const int Short = 64;

    /// <summary>More sequences are not looked through.</summary>
    private const int MostKept = 256;

    private readonly Lock gate = new();
    private readonly LinkedList<KeptSequence> kept = []; // the last one used first
    private readonly List<Reading> running = [];
    private readonly SortedSet<long> starved = []; // who waits for memory, by arrival
    private TaskCompletionSource changed = New();
    private long arrivals;
    private bool disposed;

    public override async ValueTask<KeptSequence> TakeAsync(ulong[] prompt, int answerTokens, CancellationToken cancellationToken)
    {
        var need = KeyValuePageLayout.Count((long)prompt.Length + answerTokens);
        if (need > pages.Limit)
            throw TooLarge(prompt.Length, answerTokens, need);
        var arrival = Interlocked.Increment(ref arrivals);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Task wait;
                lock (gate)
                {
                    ObjectDisposedException.ThrowIf(disposed, this);
                    if (TryTake(prompt, need, arrival) is { } taken)
                        return taken;
                    wait = changed.Task;
                }

                await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (gate)
            {
                if (starved.Remove(arrival))
                    Tell(); // whoever came after may have its turn now
            }
        }
    }

    public override void Advance(KeptSequence sequence)
    {
        lock (gate)
        {
            var reading = running.Find(other => other.Sequence == sequence)!;
            reading.Done = Math.Min(sequence.Tokens.Count, reading.Prompt.Length);
            Tell();
        }
    }

    public override void Return(KeptSequence sequence)
    {
        lock (gate)
        {
            running.RemoveAll(other => other.Sequence == sequence);
            CacheOf(sequence).Settle();
            if (keeps && !disposed && sequence.Tokens.Count > 0)
                Keep(sequence);
            else
                sequence.Dispose();
            Tell();
        }
    }

    public override void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            while (kept.Count > 0)
                GiveUpLast();
            Tell();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Tell()
    {
        changed.TrySetResult();
        changed = New();
    }

    /// <summary>A sequence that begins like the prompt, or null where waiting comes first.</summary>
    private KeptSequence? TryTake(ulong[] prompt, int need, long arrival)
    {
        var (source, common) = Longest(prompt);
        if (running.Exists(other => Common(other.Prompt, prompt) >= common + Short))
            return null;
        if (starved.Count > 0 && starved.Min < arrival)
        {
            starved.Add(arrival);
            return null;
        }

        KeyValuePage[] start = source is null ? [] : CacheOf(source).Look(KeyValuePageLayout.Count(common)).First;
        Array.ForEach(start, pages.Share); // whatever is given up now, these stay
        try
        {
            var more = need - common / KeyValueBlock.Tokens;
            if (!TryMakeRoom(more, start))
            {
                starved.Add(arrival);
                return null;
            }

            starved.Remove(arrival);
            pages.Promise(more);
            var cache = new CpuKeyValueCache(pages, more);
            cache.Begin(start, common);
            var taken = new KeptSequence(cache);
            taken.Tokens.AddRange(prompt.AsSpan(0, common));
            running.Add(new Reading(taken, prompt) { Done = common });
            Tell(); // the next one in line
            return taken;
        }
        finally
        {
            Array.ForEach(start, pages.GiveBack);
        }
    }

    /// <summary>
    /// The sequence that has most of the prompt in place; of one that runs its own prompt counts, which it never forgets.
    /// </summary>
    private (KeptSequence? Source, int Common) Longest(ulong[] prompt)
    {
        (KeptSequence? Source, int Common) best = (null, 0);
        LinkedListNode<KeptSequence>? found = null;
        for (var node = kept.First; node is not null; node = node.Next)
        {
            // the last token of a prompt always runs: its logits are wanted
            var common = Math.Min(node.Value.CommonPrefix(prompt), prompt.Length - 1);
            if (common > best.Common)
                (best, found) = ((node.Value, common), node);
        }

        foreach (var other in running)
        {
            var common = Math.Min(Common(other.Prompt, prompt), other.Done);
            if (common > best.Common)
                (best, found) = ((other.Sequence, common), null);
        }

        if (found is not null)
        {
            kept.Remove(found);
            kept.AddFirst(found);
        }

        return best;
    }

    /// <summary>Gives up what is kept until there is room for so many pages more; nothing where that would not be enough.</summary>
    private bool TryMakeRoom(int asked, KeyValuePage[] start)
    {
        var more = asked;
        if (pages.Free >= more)
            return true;
        var needed = new HashSet<KeyValuePage>(start);
        foreach (var other in running)
        {
            var (held, promised) = CacheOf(other.Sequence).Look(int.MaxValue);
            needed.UnionWith(held);
            more += promised;
        }

        if (needed.Count + more > pages.Limit)
            return false;
        while (kept.Count > 0 && pages.Free < asked)
            GiveUpLast();
        return pages.Free >= asked;
    }

    private static CpuKeyValueCache CacheOf(KeptSequence sequence) => (CpuKeyValueCache)sequence.Cache;

    private void Keep(KeptSequence sequence)
    {
        for (var node = kept.First; node is not null;)
        {
            var next = node.Next;
            var common = node.Value.CommonPrefix(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sequence.Tokens));
            if (common == sequence.Tokens.Count)
            {
                // nothing new
                kept.Remove(node);
                kept.AddFirst(node);
                sequence.Dispose();
                return;
            }

            if (common == node.Value.Tokens.Count)
            {
                kept.Remove(node);
                node.Value.Dispose();
            }

            node = next;
        }

        kept.AddFirst(sequence);
        if (kept.Count > MostKept)
            GiveUpLast();
    }

    private void GiveUpLast()
    {
        var last = kept.Last!.Value;
        kept.RemoveLast();
        last.Dispose();
    }

    private static int Common(ulong[] other, ulong[] prompt)
        => Math.Min(other.AsSpan().CommonPrefixLength(prompt), prompt.Length - 1);

    private QwenException TooLarge(int prompt, int answer, int need) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The prompt has {prompt} tokens and the answer may have {answer}: "
        + $"their keys and values need {need * (double)pages.Layout.Bytes / 1e6:f1} MB, "
        + $"and KeyValueBytes allows {pages.LimitBytes / 1e6:f1} MB. Ask for a shorter answer, send a shorter prompt "
        + $"(fewer or smaller pictures), or raise it."));

    /// <param name="Sequence">What a request reads and writes.</param>
    /// <param name="Prompt">Keys of its prompt.</param>
    private sealed record Reading(KeptSequence Sequence, ulong[] Prompt)
    {
        /// <summary>Tokens of the prompt that are in place.</summary>
        public int Done { get; set; }
    }
}
