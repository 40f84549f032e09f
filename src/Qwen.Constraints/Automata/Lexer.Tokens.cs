using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Automata;

internal sealed partial class Lexer
{
    /// <summary>Bytes of token sets after which a vocabulary starts afresh.</summary>
    public const int MaxTokenSetBytes = 128 << 20;

    private readonly Stack<(int Node, LexState State)> open = new();
    private readonly List<int> found = [];

    /// <summary>Bytes held by token sets, for the owner to bound the memory.</summary>
    public int TokenSetBytes { get; private set; }

    /// <summary>Tokens that go on inside the text, however it ends. Context-free, hence shared by every place where the state occurs.</summary>
    public TokenSet Inside(LexState state, TokenVocabulary vocabulary)
    {
        if (state.Inside is { } known)
            return known;
        var twin = state.AtCharacter ? Simpler(state, vocabulary) : null;
        if (twin is not null && !ReferenceEquals(twin, state))
            return state.Inside = Inside(twin, vocabulary);
        found.Clear();
        open.Clear();
        var tree = vocabulary.Tree;
        open.Push((0, state));
        while (open.TryPop(out var at))
        {
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            for (var child = first; child < end; child++)
            {
                if (at.State.Step(tree.Bytes[child]) is not { } next)
                    continue;
                tree.AddTokens(child, found);
                if (tree.ChildCount[child] > 0)
                    open.Push((child, next));
            }
        }

        state.Inside = new TokenSet(found, vocabulary.MaskWords);
        TokenSetBytes += state.Inside.Size;
        return state.Inside;
    }

    /// <summary>Tokens in which the closing quote of a JSON string stands, with what follows it.</summary>
    public QuoteHit[] Closing(LexState state, TokenVocabulary vocabulary)
    {
        if (state.Closing is { } known)
            return known;
        var hits = new List<QuoteHit>();
        open.Clear();
        var tree = vocabulary.Quoted;
        open.Push((0, state));
        while (open.TryPop(out var at))
        {
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            for (var child = first; child < end; child++)
            {
                var value = tree.Bytes[child];
                if (value == '"' && at.State.AtCharacter)
                {
                    if (at.State.Accepts)
                        hits.AddRange(vocabulary.Hits[child]!);
                }
                else if (tree.ChildCount[child] > 0 && at.State.Step(value) is { } next)
                {
                    open.Push((child, next));
                }
            }
        }

        TokenSetBytes += 8 * hits.Count;
        return state.Closing = [.. hits];
    }

    // a state with the same tokens inside whose set is likelier to be known already
    private LexState? Simpler(LexState state, TokenVocabulary vocabulary)
    {
        var node = state.Node;
        if (node.IsAnyText)
            return AtCharacter(node.Max > vocabulary.MaxLength || node == Arena.AnyText ? Arena.AnyText : Arena.AnyLength(0, node.Max), state.Key.Form);

        // all but finitely many words: any beginning can still become another word
        if (node.Kind == RegexKind.Complement && node.Parts[0].Leaf is WordLeaf && state.Key.Form == TextForm.JsonString)
            return AtCharacter(Arena.AnyText, TextForm.JsonString);
        return null;
    }
}
