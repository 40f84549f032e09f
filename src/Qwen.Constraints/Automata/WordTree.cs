namespace Qwen.Constraints.Automata;

/// <summary>
/// A prefix tree over code points: a finite set of words, or what may follow a prefix of them. Immutable once made: a tree with a word
/// more or less shares with the one before all that the word does not touch.
/// </summary>
internal sealed class WordTree
{
    /// <summary>Bytes that a character of a word takes, by estimate.</summary>
    public const int CharacterBytes = 150;

    public static readonly WordTree None = new();

    private SortedDictionary<int, WordTree> children = [];

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

    /// <summary>The tree with one word more; this one where it is there already.</summary>
    public WordTree With(string word) => Contains(word) ? this : Changed(word, isWord: true);

    /// <summary>The tree without a word; this one where it is not there.</summary>
    public WordTree Without(string word) => Contains(word) ? Changed(word, isWord: false) : this;

    public bool Contains(string word)
    {
        var node = this;
        foreach (var rune in word.EnumerateRunes())
        {
            if (!node.children.TryGetValue(rune.Value, out node!))
                return false;
        }

        return node.IsWord;
    }

    private WordTree Changed(string word, bool isWord)
    {
        // copies of what the word goes through, from the root down
        var root = Copy();
        var path = new List<(WordTree Node, int Value)>();
        var node = root;
        foreach (var rune in word.EnumerateRunes())
        {
            var child = node.children.TryGetValue(rune.Value, out var old) ? old.Copy() : new WordTree();
            node.children[rune.Value] = child;
            path.Add((node, rune.Value));
            node = child;
        }

        node.IsWord = isWord;
        for (var i = path.Count - 1; i >= 0 && node is { IsWord: false, children.Count: 0 }; i--)
        {
            path[i].Node.children.Remove(path[i].Value);
            node = path[i].Node;
        }

        return root;
    }

    private WordTree Copy() => new() { IsWord = IsWord, children = new SortedDictionary<int, WordTree>(children) };
}
