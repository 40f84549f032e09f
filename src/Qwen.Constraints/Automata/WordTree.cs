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

    // side by side, in the order of the characters; the arrays may be longer than what is in them
    private int[] characters = [];
    private WordTree[] behind = [];

    public bool IsWord { get; private set; }

    /// <summary>Number of characters that may come next.</summary>
    public int Count { get; private set; }

    /// <summary>The characters that may come next, in order.</summary>
    public ReadOnlySpan<int> Characters => characters.AsSpan(0, Count);

    /// <summary>What may follow each of the characters.</summary>
    public ReadOnlySpan<WordTree> Behind => behind.AsSpan(0, Count);

    public static WordTree Of(IEnumerable<string> words)
    {
        var root = new WordTree();
        foreach (var word in words)
        {
            var node = root;
            foreach (var rune in word.EnumerateRunes())
                node = node.Find(rune.Value) ?? node.Put(rune.Value, new WordTree());
            node.IsWord = true;
        }

        return root;
    }

    /// <summary>What may follow a character; null where it cannot come.</summary>
    public WordTree? Find(int character)
    {
        var index = Characters.BinarySearch(character);
        return index < 0 ? null : behind[index];
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
            if (node.Find(rune.Value) is not { } next)
                return false;
            node = next;
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
            path.Add((node, rune.Value));
            node = node.Put(rune.Value, node.Find(rune.Value)?.Copy() ?? new WordTree());
        }

        node.IsWord = isWord;
        for (var i = path.Count - 1; i >= 0 && node is { IsWord: false, Count: 0 }; i--)
        {
            path[i].Node.Remove(path[i].Value);
            node = path[i].Node;
        }

        return root;
    }

    private WordTree Put(int character, WordTree child)
    {
        var index = Characters.BinarySearch(character);
        if (index < 0)
        {
            index = ~index;
            if (Count == characters.Length)
            {
                Array.Resize(ref characters, Count == 0 ? 1 : 2 * Count);
                Array.Resize(ref behind, characters.Length);
            }

            characters.AsSpan(index, Count - index).CopyTo(characters.AsSpan(index + 1));
            behind.AsSpan(index, Count - index).CopyTo(behind.AsSpan(index + 1));
            characters[index] = character;
            Count++;
        }

        return behind[index] = child;
    }

    private void Remove(int character)
    {
        var index = Characters.BinarySearch(character);
        Count--;
        characters.AsSpan(index + 1, Count - index).CopyTo(characters.AsSpan(index));
        behind.AsSpan(index + 1, Count - index).CopyTo(behind.AsSpan(index));
    }

    private WordTree Copy() => new() { IsWord = IsWord, Count = Count, characters = Characters.ToArray(), behind = Behind.ToArray() };
}
