namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// A small counter-based random generator: the state grows by a constant, the output is a mix of its bits (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014). Unlike <see cref="Random"/> its sequence is the same for ever.
/// </summary>
/// <remarks>Not for secrets; not thread-safe.</remarks>
internal struct SplitMix64(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next number, 0 ≤ x &lt; 1, with 53 random bits.</summary>
    public double NextDouble()
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        var bits = state;
        bits = unchecked((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9);
        bits = unchecked((bits ^ (bits >> 27)) * 0x94D049BB133111EB);
        bits ^= bits >> 31;
        return (bits >> 11) * (1.0 / (1UL << 53));
    }
}
