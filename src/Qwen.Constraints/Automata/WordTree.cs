namespace Qwen.Constraints.Automata;

/// <summary>A prefix tree over code points: a finite set of words, or what may follow a prefix of them.</summary>
internal sealed class WordTree
{
    private readonly SortedDictionary<int, WordTree> children = [];

    public bool IsWord { get; private set; }

    public IReadOnlyDictionary<int, WordTree> Children => children;

    public static WordTree Of(IEnumerable<string> words)
    {
        var root = new WordTree();
        foreach (var word in words)
        {
            var node = root;
            foreach (var rune in word.EnumerateRunes())
            {
                if (!node.children.TryGetValue(rune.Value, out var child))
                    node.children.Add(rune.Value, child = new WordTree());
                node = child;
            }

            node.IsWord = true;
        }

        return root;
    }
}
