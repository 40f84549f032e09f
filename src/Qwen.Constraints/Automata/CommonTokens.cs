using System.Collections.Concurrent;
using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Automata;

/// <summary>
/// Token sets that depend on the vocabulary alone, whichever grammar found them: of texts of which only the length counts. Thread-safe;
/// nothing is worked out under a lock.
/// </summary>
internal sealed class CommonTokens
{
    // most strings have no bounds, or few
    private const int MaxKept = 128;

    private readonly ConcurrentDictionary<TextLength, TokenSet> inside = [];
    private readonly ConcurrentDictionary<TextLength, QuoteHit[]> closing = [];
    private readonly ConcurrentDictionary<TextForm, OpenTokens> open = [];

    /// <summary>The tokens inside of any text in a way of writing.</summary>
    public OpenTokens Open(TextForm form, TokenTree tree) => open.GetOrAdd(form, static (form, tree) => new OpenTokens(tree, form), tree);

    public TokenSet? Inside(TextLength length) => inside.GetValueOrDefault(length);

    public QuoteHit[]? Closing(TextLength length) => closing.GetValueOrDefault(length);

    public void KeepInside(TextLength length, TokenSet tokens)
    {
        if (inside.Count < MaxKept)
            inside.TryAdd(length, tokens);
    }

    public void KeepClosing(TextLength length, QuoteHit[] tokens)
    {
        if (closing.Count < MaxKept)
            closing.TryAdd(length, tokens);
    }
}
