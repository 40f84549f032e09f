using Qwen.Constraints.Limits;
using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Machine;

/// <summary>
/// Finds the tokens that may follow by going down the token tree and the states together. Reused: one search at a time. A search that
/// takes more than was granted ends with the tokens found by then, as soon as there are any.
/// </summary>
internal sealed class TokenWalk(StateTable table)
{
    private readonly TokenVocabulary vocabulary = table.Vocabulary;
    private readonly Budget budget = table.Budget;
    private readonly List<int> found = [];
    private readonly Stack<(int Node, ParserState[] States)> open = new();

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

    /// <summary>Adds the tokens that begin with the bytes up to a node and go on from the states.</summary>
    public void Walk(int node, params ParserState[] states)
    {
        open.Push((node, states));
        Drain();
    }

    /// <summary>Adds the tokens whose bytes up to <paramref name="child"/> led to the states.</summary>
    public void Enter(int child, ParserState[] states)
    {
        EnterChild(child, states);
        Drain();
    }

    /// <summary>For each node of the tree of what stands behind quotes: whether those bytes may follow the state.</summary>
    public bool[] Rests(ParserState state)
    {
        var tree = vocabulary.Rests;
        var allowed = new bool[tree.Count];
        budget.Hold(tree.Count);
        allowed[0] = true;
        open.Push((0, [state]));
        while (open.TryPop(out var at) && !budget.Stops(hasSomething: true))
        {
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            budget.Note(end - first);
            for (var child = first; child < end; child++)
            {
                var next = table.Next(at.States, tree.Bytes[child]);
                if (next.Length == 0)
                    continue;
                allowed[child] = true;
                if (tree.ChildCount[child] > 0)
                    open.Push((child, next));
            }
        }

        open.Clear();
        return allowed;
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
