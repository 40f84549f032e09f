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

    // bytes for the states of numbers and formats
    private const long MaxShared = 8 << 20;
    private const int SharedEntry = 150;

    private readonly ConcurrentDictionary<TextLength, TokenSet> inside = [];
    private readonly ConcurrentDictionary<TextLength, ClosingTokens> closing = [];
    private readonly ConcurrentDictionary<(TextForm, RegexNode), TokenSet> insideShared = [];
    private readonly ConcurrentDictionary<TextForm, OpenRanges<int>> open = [];
    private readonly ConcurrentDictionary<TextForm, OpenRanges<QuoteHit>> openHits = [];
    private long sharedSize;

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

    /// <summary>The tokens inside of a text of a language that all arenas share.</summary>
    public TokenSet? Inside(TextForm form, RegexNode shared) => insideShared.GetValueOrDefault((form, shared));

    /// <summary>Keeps them for all.</summary>
    /// <returns>Whether they are kept; there is room for so many.</returns>
    public bool TryKeepInside(TextForm form, RegexNode shared, TokenSet tokens)
    {
        if (Interlocked.Read(ref sharedSize) > MaxShared)
            return false;
        if (insideShared.TryAdd((form, shared), tokens))
            Interlocked.Add(ref sharedSize, SharedEntry + tokens.Size);
        return true;
    }

    public TokenSet? Inside(TextLength length) => inside.GetValueOrDefault(length);

    public ClosingTokens? Closing(TextLength length) => closing.GetValueOrDefault(length);

    public void KeepInside(TextLength length, TokenSet tokens)
    {
        if (inside.Count < MaxKept)
            inside.TryAdd(length, tokens);
    }

    public void KeepClosing(TextLength length, ClosingTokens tokens)
    {
        if (closing.Count < MaxKept)
            closing.TryAdd(length, tokens);
    }
}
