using System.Text;
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
        var isEveryones = length is null && state.AtCharacter && state.Node.Arena != Arena;
        if (isEveryones && vocabulary.Common.Inside(state.Key.Form, state.Node) is { } everyones)
            return state.Inside = everyones;
        found.Clear();
        open.Clear();
        var tree = vocabulary.Tree;

        // in the middle of a character tokens are cut elsewhere
        var anyText = state.AtCharacter && length is null ? vocabulary.Common.Open(state.Key.Form, vocabulary) : null;
        var isWhole = true;
        open.Push((0, state));
        while (open.TryPop(out var at))
        {
            // what is common to grammars is found whole
            if (length is null && Arena.Budget.Stops(found.Count > 0))
                break;
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            var few = at.State.Few;
            if (few.Length > 0 && few.Length < end - first)
            {
                Arena.Budget.Note(few.Length);
                foreach (var value in few)
                {
                    if (tree.Child(at.Node, value) is >= 0 and var child)
                        Enter(child, at.State);
                }
            }
            else
            {
                Arena.Budget.Note(end - first);
                for (var child = first; child < end; child++)
                    Enter(child, at.State);
            }

            isWhole &= at.State.Narrowed is null;
        }

        var set = new TokenSet(found, vocabulary.MaskWords);
        if (length is { } kept)
            vocabulary.Common.KeepInside(kept, set);
        else if (!isEveryones || !isWhole || Arena.Budget.IsSpent || !vocabulary.Common.TryKeepInside(state.Key.Form, state.Node, set))
            Arena.Budget.Hold(set.Size);
        return Arena.Budget.WasCut ? set : state.Inside = set;

        void Enter(int child, LexState from)
        {
            if (from.Step(tree.Bytes[child]) is not { } next)
                return;
            if (anyText is not null && next.AtCharacter && Arena.IsOpen(next.Node))
            {
                found.AddRange(anyText.Below(child));
                return;
            }

            tree.AddTokens(child, found);
            if (tree.ChildCount[child] > 0)
                open.Push((child, next));
        }
    }

    /// <summary>Tokens in which the closing quote of a JSON string stands, with what follows it.</summary>
    public ClosingTokens Closing(LexState state, TokenVocabulary vocabulary)
    {
        if (state.Closing is { } known)
            return known;
        var length = LengthOf(state);
        if (length is { } common && vocabulary.Common.Closing(common) is { } shared)
            return state.Closing = shared;
        var hits = new List<QuoteHit>();
        open.Clear();
        var tree = vocabulary.Quoted;
        var anyText = vocabulary.Common.OpenHits(state.Key.Form, vocabulary);
        open.Push((0, state));
        while (open.TryPop(out var at))
        {
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            if (at.State.Accepts && tree.Child(at.Node, (byte)'"') is >= 0 and var quote)
                hits.AddRange(vocabulary.Hits[quote]!);
            var few = at.State.Few;
            if (few.Length > 0 && few.Length < end - first)
            {
                Arena.Budget.Note(few.Length);
                foreach (var value in few)
                {
                    if (tree.Child(at.Node, value) is >= 0 and var child)
                        Enter(child, at.State);
                }

                continue;
            }

            Arena.Budget.Note(end - first);
            for (var child = first; child < end; child++)
                Enter(child, at.State);
        }

        var all = new ClosingTokens(hits, vocabulary.Rests.Count);
        if (length is { } kept)
            vocabulary.Common.KeepClosing(kept, all);
        else
            Arena.Budget.Hold(all.Size);
        return state.Closing = all;

        void Enter(int child, LexState from)
        {
            var value = tree.Bytes[child];
            if (tree.ChildCount[child] == 0 || (value == '"' && from.AtCharacter) || from.Step(value) is not { } next)
                return;
            if (next.IsAnyText && anyText.Knows(child))
                hits.AddRange(anyText.Below(child));
            else
                open.Push((child, next));
        }
    }

    /// <summary>
    /// The state in which any text may follow, where the same tokens may follow as in the given one: it only lacks words, none of which a
    /// token of the vocabulary ends together with its string. Null where that is not so.
    /// </summary>
    public LexState? AnyTextFor(LexState state, TokenVocabulary vocabulary)
    {
        if (state.Narrowed is not null)
            return null;
        if (!state.HasTwin)
            (state.AnyTextTwin, state.HasTwin) = (FindAnyTextFor(state, vocabulary), true);
        return state.AnyTextTwin;
    }

    private LexState? FindAnyTextFor(LexState state, TokenVocabulary vocabulary)
    {
        if (!state.AtCharacter || state.Key.Form != TextForm.JsonString
            || state.Node.Kind != RegexKind.Complement || state.Node.Parts[0].Leaf is not WordLeaf words)
            return null;
        var tree = vocabulary.Quoted;
        Span<byte> spelled = stackalloc byte[4];
        var open = new Stack<(WordTree Word, int Node)>([(words.Tree, 0)]);
        while (open.TryPop(out var at))
        {
            Arena.Budget.Note(10);
            if (at.Word.IsWord && tree.Child(at.Node, (byte)'"') >= 0)
                return null;
            for (var i = 0; i < at.Word.Count; i++)
            {
                var (character, word) = (at.Word.Characters[i], at.Word.Behind[i]);
                if (Escaped.Contains(character))
                {
                    // spelled in several ways
                    if (tree.Child(at.Node, (byte)'\\') >= 0)
                        return null;
                    continue;
                }

                var node = at.Node;
                foreach (var value in spelled[..new Rune(character).EncodeToUtf8(spelled)])
                    node = node < 0 ? -1 : tree.Child(node, value);
                if (node >= 0)
                    open.Push((word, node));
            }
        }

        return AtCharacter(Arena.AnyText, state.Key.Form);
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
        if (state.Narrowed is not null)
            return null;
        var beginnings = node.Kind == RegexKind.Complement && node.Parts[0].Leaf is WordLeaf ? Arena.AnyText : Arena.OpenTo(node);
        return beginnings is null || beginnings == node ? null : AtCharacter(beginnings, state.Key.Form);
    }
}
