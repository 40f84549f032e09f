using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Machine;

/// <summary>Finds the tokens that may follow a state by going down the token tree and the states together. Reused: one search at a time.</summary>
internal sealed class TokenWalk(TokenVocabulary vocabulary)
{
    private readonly List<int> found = [];
    private readonly Stack<(int Node, ParserState State)> open = new();

    public void Clear()
    {
        found.Clear();
        open.Clear();
    }

    public TokenSet Found() => found.Count == 0 ? TokenSet.Empty : new TokenSet(found, vocabulary.MaskWords);

    /// <summary>Adds one token.</summary>
    public void Add(int token) => found.Add(token);

    /// <summary>Adds the tokens that begin with the bytes up to a node and go on from the state.</summary>
    public void Walk(int node, ParserState state)
    {
        var tree = vocabulary.Tree;
        open.Push((node, state));
        while (open.TryPop(out var at))
        {
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            for (var child = first; child < end; child++)
                Enter(tree, child, at.State.Next(tree.Bytes[child]));
        }
    }

    /// <summary>Adds the tokens whose bytes up to <paramref name="child"/> led to the states.</summary>
    public void Enter(int child, ParserState[] states)
    {
        Enter(vocabulary.Tree, child, states);
        while (open.TryPop(out var at))
            Walk(at.Node, at.State);
    }

    /// <summary>For each node of the tree of what stands behind quotes: whether those bytes may follow the state.</summary>
    public bool[] Rests(ParserState state)
    {
        var tree = vocabulary.Rests;
        var allowed = new bool[tree.Count];
        allowed[0] = true;
        open.Push((0, state));
        while (open.TryPop(out var at))
        {
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            for (var child = first; child < end; child++)
            {
                foreach (var next in at.State.Next(tree.Bytes[child]))
                {
                    allowed[child] = true;
                    if (tree.ChildCount[child] > 0)
                        open.Push((child, next));
                }
            }
        }

        return allowed;
    }

    private void Enter(TokenTree tree, int child, ParserState[] states)
    {
        if (states.Length == 0)
            return;
        tree.AddTokens(child, found);
        if (tree.ChildCount[child] == 0)
            return;
        foreach (var state in states)
            open.Push((child, state));
    }
}
