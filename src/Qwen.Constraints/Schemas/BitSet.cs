using System.Numerics;

namespace Qwen.Constraints.Schemas;

/// <summary>A small set of numbers, compared by value. Treated as immutable once it is part of a key.</summary>
internal sealed class BitSet(int length) : IEquatable<BitSet>
{
    private readonly ulong[] words = new ulong[(length + 63) / 64];

    public int Length { get; } = length;

    public bool this[int index] => (words[index >> 6] >> index & 1) != 0;

    public int Count => words.Sum(w => BitOperations.PopCount(w));

    public void Set(int index) => words[index >> 6] |= 1UL << index;

    public BitSet Copy()
    {
        var copy = new BitSet(Length);
        words.CopyTo(copy.words, 0);
        return copy;
    }

    /// <summary>Takes out the members of another set; returns this one.</summary>
    public BitSet Without(BitSet other)
    {
        for (var i = 0; i < words.Length; i++)
            words[i] &= ~other.words[i];
        return this;
    }

    /// <summary>The first member from an index on; -1 for none.</summary>
    public int Next(int from)
    {
        for (var word = from >> 6; word < words.Length; word++)
        {
            var bits = word == from >> 6 ? words[word] & ulong.MaxValue << from : words[word];
            if (bits != 0)
                return (word << 6) + BitOperations.TrailingZeroCount(bits);
        }

        return -1;
    }

    public bool AnyBetween(int low, int high) => Next(low) is >= 0 and var next && next < high;

    public bool Equals(BitSet? other) => other is not null && words.AsSpan().SequenceEqual(other.words);

    public override bool Equals(object? obj) => Equals(obj as BitSet);

    public override int GetHashCode()
    {
        var code = default(HashCode);
        foreach (var word in words)
            code.Add(word);
        return code.ToHashCode();
    }
}
