using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// Texts that may not be written again, in the order of writing, compared by value. Those with one text more share with those before.
/// </summary>
internal sealed class UsedTexts : IEquatable<UsedTexts>
{
    public static readonly UsedTexts None = new(null, "", 0, WordTree.None, UsedBare.None);

    private readonly UsedTexts? before;
    private readonly string last;

    // of a set of words what is left of it without these texts
    private WordTree? basis;
    private WordTree? left;

    private UsedTexts(UsedTexts? before, string last, int count, WordTree words, UsedBare bare)
    {
        this.before = before;
        this.last = last;
        Count = count;
        Words = words;
        Bare = bare;
    }

    public int Count { get; }

    /// <summary>The texts as a tree; of those that begin with a quote, what stands behind it.</summary>
    public WordTree Words { get; }

    /// <summary>Those that are no part of the tree: numbers and literals as they were written.</summary>
    public UsedBare Bare { get; }

    /// <summary>The texts, the last one first.</summary>
    public IEnumerable<string> All
    {
        get
        {
            for (var at = this; at.before is not null; at = at.before)
                yield return at.last;
        }
    }

    /// <summary>With one text more; <paramref name="word"/> is what of it belongs into the tree, null for nothing.</summary>
    public UsedTexts Add(string text, string? word) =>
        new(this, text, Count + 1, word is null ? Words : Words.With(word), word is null ? Bare.With(text) : Bare);

    /// <summary>What is left of a set of words without those of the texts that begin with a quote.</summary>
    /// <param name="words">The words.</param>
    /// <param name="charge">Is told the length of each text that is taken out, before it is.</param>
    public WordTree LeftOf(WordTree words, Action<int> charge)
    {
        // from the nearest of those before for which it is known
        var open = new Stack<UsedTexts>();
        var at = this;
        for (; at.before is not null && !ReferenceEquals(at.basis, words); at = at.before)
            open.Push(at);
        var rest = at.before is null ? words : at.left!;
        while (open.TryPop(out var next))
        {
            if (next.last[0] == '"')
            {
                charge(next.last.Length);
                rest = rest.Without(next.last[1..]);
            }

            (next.basis, next.left) = (words, rest);
        }

        return rest;
    }

    public bool Equals(UsedTexts? other)
    {
        if (other is null || other.Count != Count)
            return false;
        var at = this;
        for (; !ReferenceEquals(at, other); (at, other) = (at.before!, other!.before))
        {
            if (at.last != other!.last)
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as UsedTexts);

    public override int GetHashCode() => HashCode.Combine(Count, last);
}
