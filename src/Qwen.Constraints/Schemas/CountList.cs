namespace Qwen.Constraints.Schemas;

/// <summary>A few counts, compared by value.</summary>
internal sealed class CountList : IEquatable<CountList>
{
    private readonly int[] counts;

    public CountList(int length) => counts = new int[length];

    private CountList(int[] counts) => this.counts = counts;

    public int this[int index] => counts[index];

    /// <summary>A copy with one count raised by one.</summary>
    public CountList Add(int index)
    {
        int[] copy = [.. counts];
        copy[index]++;
        return new CountList(copy);
    }

    public bool Equals(CountList? other) => other is not null && counts.AsSpan().SequenceEqual(other.counts);

    public override bool Equals(object? obj) => Equals(obj as CountList);

    public override int GetHashCode() => counts.Aggregate(0, HashCode.Combine);
}
