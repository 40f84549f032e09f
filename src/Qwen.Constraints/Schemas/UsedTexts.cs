using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// Texts that may not be written again, in the order of writing, compared by value. Those with one text more share with those before.
/// </summary>
internal sealed class UsedTexts : IEquatable<UsedTexts>
{
    public static readonly UsedTexts None = new(null, "", 0, WordTree.None);

    private readonly UsedTexts? before;
    private readonly string last;

    private UsedTexts(UsedTexts? before, string last, int count, WordTree words)
    {
        this.before = before;
        this.last = last;
        Count = count;
        Words = words;
    }

    public int Count { get; }

    /// <summary>The texts as a tree; of those that begin with a quote, what stands behind it.</summary>
    public WordTree Words { get; }

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
    public UsedTexts Add(string text, string? word) => new(this, text, Count + 1, word is null ? Words : Words.With(word));

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
