namespace Qwen.Constraints.Tokens;

/// <summary>The tokens that end a text with a quote, by what stands behind it. Immutable.</summary>
internal sealed class ClosingTokens
{
    // fewer are gone through sooner than they are looked up
    private const int FewHits = 64;

    private readonly QuoteHit[] hits;

    // where the hits of each node of the tree of rests begin; null where the hits are few
    private readonly int[]? first;

    public ClosingTokens(List<QuoteHit> found, int rests)
    {
        if (found.Count < FewHits)
        {
            hits = [.. found];
            return;
        }

        // each hit at its place among those of its node
        first = new int[rests + 1];
        foreach (var hit in found)
            first[hit.Rest + 1]++;
        for (var i = 1; i < first.Length; i++)
            first[i] += first[i - 1];
        hits = new QuoteHit[found.Count];
        var next = first.AsSpan().ToArray();
        foreach (var hit in found)
            hits[next[hit.Rest]++] = hit;
    }

    public ReadOnlySpan<QuoteHit> All => hits;

    /// <summary>Memory held, in bytes.</summary>
    public int Size => (8 * hits.Length) + (4 * (first?.Length ?? 0));

    /// <summary>Adds the tokens whose rest may follow.</summary>
    public void AddTo(List<int> tokens, RestSet rests)
    {
        if (first is null)
        {
            rests.AddTokens(hits, tokens);
            return;
        }

        foreach (var rest in rests.Nodes)
        {
            for (var i = first[rest]; i < first[rest + 1]; i++)
                tokens.Add(hits[i].Token);
        }
    }
}
