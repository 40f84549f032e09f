using Qwen.Constraints.Limits;
using Qwen.Constraints.Schemas;
using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Machine;

/// <summary>The tokens that go on in one of the names of an object, whichever of the names may come.</summary>
/// <param name="Inside">Tokens that stay inside of names: those that begin so are from one place in sorted order to another.</param>
/// <param name="Closing">Names, by their place, with the tokens that end them.</param>
internal sealed record KeyTokens((int Token, int Low, int High)[] Inside, (int Name, QuoteHit[] Hits)[] Closing)
{
    /// <summary>Those behind what was written of a name and of a token, found once for all places of the object.</summary>
    /// <param name="table">Keeps them.</param>
    /// <param name="keys">What was written of a name.</param>
    /// <param name="node">What was written of a token: a node of its tree.</param>
    public static KeyTokens Of(StateTable table, KeyTree keys, int node) =>
        table.Intern(keys, null, null, node, () => Find(keys, table.Vocabulary, node, table.Budget));

    private static KeyTokens Find(KeyTree keys, TokenVocabulary vocabulary, int node, Budget budget)
    {
        var tree = vocabulary.Tree;
        var inside = new List<(int, int, int)>();
        var closing = new List<(int, QuoteHit[])>();
        var ids = new List<int>();
        var open = new Stack<(int Node, KeyTree Keys)>([(node, keys)]);
        while (open.TryPop(out var at))
        {
            budget.Note(10 + at.Keys.Bytes.Length);
            if (at.Keys.Name >= 0 && vocabulary.QuotedNodes[at.Node] is >= 0 and var quoted
                && vocabulary.Quoted.Child(quoted, (byte)'"') is >= 0 and var quote)
                closing.Add((at.Keys.Name, vocabulary.Hits[quote]!));
            foreach (var value in at.Keys.Bytes)
            {
                var child = tree.Child(at.Node, value);
                if (child < 0)
                    continue;
                var longer = at.Keys.Child(value)!;
                ids.Clear();
                tree.AddTokens(child, ids);
                foreach (var id in ids)
                    inside.Add((id, longer.Low, longer.High));
                open.Push((child, longer));
            }
        }

        budget.Note(4 * inside.Count);
        budget.Hold((12 * inside.Count) + (16 * closing.Count));
        return new KeyTokens([.. inside], [.. closing]);
    }
}
