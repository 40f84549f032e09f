using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Automata;

internal sealed partial class Lexer
{
    private readonly Stack<(int Node, LexState State)> open = new();
    private readonly List<int> found = [];

    /// <summary>
    /// Tokens that go on inside the text, however it ends. Context-free, hence shared by every place where the state occurs.
    /// </summary>
    public TokenSet Inside(LexState state, TokenVocabulary vocabulary)
    {
        if (state.Inside is { } known)
            return known;
        var twin = state.AtCharacter ? Simpler(state, vocabulary) : null;
        if (twin is not null && !ReferenceEquals(twin, state))
            return state.Inside = Inside(twin, vocabulary);
        var length = LengthOf(state);
        if (length is { } common && vocabulary.Common.Inside(common) is { } shared)
            return state.Inside = shared;
        found.Clear();
        open.Clear();
        var tree = vocabulary.Tree;

        // in the middle of a character tokens are cut elsewhere
        var anyText = state.AtCharacter && length is null ? vocabulary.Common.Open(state.Key.Form, tree) : null;
        open.Push((0, state));
        while (open.TryPop(out var at))
        {
            // what is common to grammars is found whole
            if (length is null && Arena.Budget.Stops(found.Count > 0))
                break;
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            Arena.Budget.Note(end - first);
            for (var child = first; child < end; child++)
            {
                if (at.State.Step(tree.Bytes[child]) is not { } next)
                    continue;
                if (anyText is not null && next.AtCharacter && Arena.IsOpen(next.Node))
                {
                    found.AddRange(anyText.Below(child));
                    continue;
                }

                tree.AddTokens(child, found);
                if (tree.ChildCount[child] > 0)
                    open.Push((child, next));
            }
        }

        var set = new TokenSet(found, vocabulary.MaskWords);
        if (length is { } kept)
            vocabulary.Common.KeepInside(kept, set);
        else
            Arena.Budget.Hold(set.Size);
        return Arena.Budget.WasCut ? set : state.Inside = set;
    }

    /// <summary>Tokens in which the closing quote of a JSON string stands, with what follows it.</summary>
    public QuoteHit[] Closing(LexState state, TokenVocabulary vocabulary)
    {
        if (state.Closing is { } known)
            return known;
        var length = LengthOf(state);
        if (length is { } common && vocabulary.Common.Closing(common) is { } shared)
            return state.Closing = shared;
        var hits = new List<QuoteHit>();
        open.Clear();
        var tree = vocabulary.Quoted;
        open.Push((0, state));
        while (open.TryPop(out var at))
        {
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            Arena.Budget.Note(end - first);
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

        QuoteHit[] all = [.. hits];
        if (length is { } kept)
            vocabulary.Common.KeepClosing(kept, all);
        else
            Arena.Budget.Hold(8 * all.Length);
        return state.Closing = all;
    }

    private static TextLength? LengthOf(LexState state) =>
        !state.AtCharacter || !state.Node.IsAnyText ? null
        : state.Node.Kind == RegexKind.Repeat ? new TextLength(state.Key.Form, state.Node.Min, state.Node.Max)
        : new TextLength(state.Key.Form, 0, 0);

    // a state with the same tokens inside whose set is likelier to be known already
    private LexState? Simpler(LexState state, TokenVocabulary vocabulary)
    {
        var node = state.Node;
        if (node.IsAnyText)
            return AtCharacter(
                node.Max > vocabulary.MaxLength || node == Arena.AnyText ? Arena.AnyText : Arena.AnyLength(0, node.Max), state.Key.Form);

        // any beginning can still become a text: of all but finitely many words too, however many those are
        return state.Narrowed is null && ((node.Kind == RegexKind.Complement && node.Parts[0].Leaf is WordLeaf) || Arena.IsOpen(node))
            ? AtCharacter(Arena.AnyText, state.Key.Form)
            : null;
    }
}
