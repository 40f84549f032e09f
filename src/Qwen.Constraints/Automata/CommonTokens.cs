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
    private readonly ConcurrentDictionary<TextForm, OpenRanges<int>> open = [];
    private readonly ConcurrentDictionary<TextForm, OpenRanges<QuoteHit>> openHits = [];

    /// <summary>The tokens inside of any text in a way of writing, by node of the token tree.</summary>
    public OpenRanges<int> Open(TextForm form, TokenVocabulary vocabulary) => open.GetOrAdd(
        form,
        static (form, vocabulary) => new OpenRanges<int>(vocabulary.Tree, form, (node, _, into) => vocabulary.Tree.AddTokens(node, into)),
        vocabulary);

    /// <summary>The tokens that end any text in a way of writing, by node of the tree of tokens with a quote.</summary>
    public OpenRanges<QuoteHit> OpenHits(TextForm form, TokenVocabulary vocabulary) => openHits.GetOrAdd(
        form,
        static (form, vocabulary) => new OpenRanges<QuoteHit>(
            vocabulary.Quoted,
            form,
            (node, mayEnd, into) =>
            {
                var quote = mayEnd ? vocabulary.Quoted.Child(node, (byte)'"') : -1;
                if (quote >= 0)
                    into.AddRange(vocabulary.Hits[quote]!);
            }),
        vocabulary);

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
