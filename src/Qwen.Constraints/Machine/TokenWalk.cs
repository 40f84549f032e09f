using Qwen.Constraints.Automata;
using Qwen.Constraints.Limits;
using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Machine;

/// <summary>
/// Finds the tokens that may follow by going down the token tree and the states together. Reused: one search at a time. A search that
/// takes more than was granted ends with the tokens found by then, as soon as there are any.
/// </summary>
internal sealed class TokenWalk(StateTable table)
{
    // readings of one text that are followed apart: what several lead to is looked at as often
    private const int MaxApart = 8;

    private readonly TokenVocabulary vocabulary = table.Vocabulary;
    private readonly Budget budget = table.Budget;
    private readonly List<int> found = [];
    private readonly Stack<(int Node, ParserState[] States)> open = new();
    private readonly Stack<(int Node, ParserState[] States)> restsOpen = new();

    /// <summary>Whether it is time to be content with what was found.</summary>
    public bool MustStop => budget.Stops(found.Count > 0);

    public bool IsEmpty => found.Count == 0;

    public void Clear()
    {
        found.Clear();
        open.Clear();
    }

    public TokenSet Found()
    {
        var tokens = found.Count == 0 ? TokenSet.Empty : new TokenSet(found, vocabulary.MaskWords);
        budget.Hold(tokens.Size);
        return tokens;
    }

    /// <summary>Adds one token.</summary>
    public void Add(int token) => found.Add(token);

    /// <summary>Adds the tokens that end a text where what stands behind the quote may follow.</summary>
    public void Add(ClosingTokens closing, RestSet rests) => closing.AddTo(found, rests);

    /// <summary>Adds the tokens of a few that end a text where what stands behind the quote may follow.</summary>
    public void Add(ReadOnlySpan<QuoteHit> hits, RestSet rests) => rests.AddTokens(hits, found);

    /// <summary>Adds the tokens that begin with the bytes up to a node and go on from the states.</summary>
    public void Walk(int node, params ParserState[] states)
    {
        open.Push((node, states));
        Drain();
    }

    /// <summary>Adds the tokens whose bytes up to <paramref name="child"/> led to the states.</summary>
    public void Enter(int child, ParserState[] states)
    {
        if (states.Length is 1 or > MaxApart)
        {
            EnterChild(child, states);
            Drain();
            return;
        }

        // each for itself has shorter ways; only here, since further down the same would be looked at again and again
        foreach (var state in states)
        {
            EnterChild(child, [state]);
            Drain();
        }
    }

    /// <summary>Goes on with one child of a node, where there is one by that byte. Only while a search is going on.</summary>
    public void EnterBy(int node, byte value, ParserState state)
    {
        var child = vocabulary.Tree.Child(node, value);
        if (child >= 0)
            EnterChild(child, state.Next(value));
    }

    /// <summary>
    /// Adds the tokens that begin with the bytes up to a node, go on inside a JSON string of any text, and may end it and go on behind.
    /// </summary>
    /// <returns>Whether that is known of the node.</returns>
    public bool TryAddText(int node, LexState text, ParserState[] behind)
    {
        if (!text.IsAnyText)
            return false;
        var (tokens, ends) = (vocabulary.Common.Open(text.Key.Form, vocabulary), vocabulary.Common.OpenHits(text.Key.Form, vocabulary));
        var quoted = vocabulary.QuotedNodes[node];
        if (!tokens.Knows(node) || (quoted >= 0 && !ends.Knows(quoted)))
            return false;
        found.AddRange(tokens.Below(node));
        if (quoted < 0)
            return true;
        var hits = ends.Below(quoted);
        budget.Note(hits.Length / 4);
        foreach (var state in behind)
            Add(hits, state.Rests);

        return true;
    }

    /// <summary>
    /// The nodes of the tree of what stands behind quotes whose bytes may follow the state. Also while a search is going on.
    /// </summary>
    public RestSet Rests(ParserState state)
    {
        var tree = vocabulary.Rests;
        var allowed = new bool[tree.Count];
        var nodes = new List<int> { 0 };
        allowed[0] = true;
        restsOpen.Push((0, [state]));
        while (restsOpen.TryPop(out var at) && !budget.Stops(hasSomething: true))
        {
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            var few = at.States.Length == 1 ? at.States[0].Few : [];
            if (few.Length > 0 && few.Length < end - first)
            {
                budget.Note(few.Length);
                foreach (var value in few)
                {
                    if (tree.Child(at.Node, value) is >= 0 and var child)
                        Enter(child, at.States);
                }

                continue;
            }

            budget.Note(end - first);
            for (var child = first; child < end; child++)
                Enter(child, at.States);
        }

        restsOpen.Clear();
        budget.Hold(tree.Count + (4 * nodes.Count));
        return new RestSet(allowed, [.. nodes]);

        void Enter(int child, ParserState[] from)
        {
            var next = table.Next(from, tree.Bytes[child]);
            if (next.Length == 0)
                return;
            allowed[child] = true;
            nodes.Add(child);
            if (tree.ChildCount[child] > 0)
                restsOpen.Push((child, next));
        }
    }

    private void Drain()
    {
        var tree = vocabulary.Tree;
        while (open.TryPop(out var at))
        {
            if (MustStop)
            {
                open.Clear();
                return;
            }

            if (at.States.Length == 1 && at.States[0].TryWalk(this, at.Node))
                continue;
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            budget.Note(end - first);
            for (var child = first; child < end; child++)
                EnterChild(child, table.Next(at.States, tree.Bytes[child]));
        }
    }

    private void EnterChild(int child, ParserState[] states)
    {
        var tree = vocabulary.Tree;
        if (states.Length == 0)
            return;
        tree.AddTokens(child, found);
        if (tree.ChildCount[child] > 0)
            open.Push((child, states));
    }
}
