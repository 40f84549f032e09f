namespace Qwen.Constraints.Tokens;

/// <summary>Which nodes of the tree of what stands behind quotes may follow a state.</summary>
/// <param name="Allowed">For each node whether it may follow.</param>
/// <param name="Nodes">The nodes that may follow, each once.</param>
internal sealed record RestSet(bool[] Allowed, int[] Nodes)
{
    /// <summary>Adds the tokens of those that end a text behind whose quote may follow what stands there.</summary>
    public void AddTokens(ReadOnlySpan<QuoteHit> hits, List<int> tokens)
    {
        foreach (var (rest, token) in hits)
        {
            if (Allowed[rest])
                tokens.Add(token);
        }
    }
}
