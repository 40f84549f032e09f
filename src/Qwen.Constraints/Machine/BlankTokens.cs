using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Machine;

/// <summary>
/// The tokens of one vocabulary at a place for white space: those that are nothing else, and where others go on behind it.
/// </summary>
/// <param name="Only">Tokens of white space alone.</param>
/// <param name="Leads">Nodes of the token tree behind white space, with the white space written by then.</param>
internal sealed record BlankTokens(TokenSet Only, (int Node, Blank Blank)[] Leads)
{
    // what JSON can go on with
    private static readonly System.Buffers.SearchValues<byte> Marks = System.Buffers.SearchValues.Create("\"{}[],:-0123456789tfn"u8);

    /// <summary>Finds them, or returns those found before.</summary>
    public static BlankTokens Of(TokenVocabulary vocabulary, Blank blank)
    {
        if (vocabulary.Blanks.TryGetValue(blank, out var known))
            return known;
        var tree = vocabulary.Tree;
        var only = new List<int>();
        var leads = new List<(int, Blank)>();
        var open = new Stack<(int Node, Blank Blank)>([(0, blank)]);
        while (open.TryPop(out var at))
        {
            if (at.Blank.MayLeave && tree.Bytes.AsSpan(tree.FirstChild[at.Node], tree.ChildCount[at.Node]).ContainsAny(Marks))
                leads.Add(at);
            foreach (var value in at.Blank.Bytes)
            {
                var child = tree.Child(at.Node, value);
                if (child < 0)
                    continue;
                tree.AddTokens(child, only);
                open.Push((child, at.Blank.Next(value)!));
            }
        }

        var result = new BlankTokens(new TokenSet(only, vocabulary.MaskWords), [.. leads]);
        return vocabulary.Blanks.GetOrAdd(blank, result);
    }
}
