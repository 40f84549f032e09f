namespace Qwen.VisionLanguage.Runtime.Cpu.Attention;

/// <summary>
/// Keys and values of one head for 64 tokens, laid out as weights of the float kernels: keys in groups of 16 tokens
/// `[4, d, 16]`, values in groups of 16 dimensions `[⌈d/16⌉, 64, 16]`.
/// </summary>
internal static unsafe class KeyValueBlock
{
    /// <summary>Tokens of a block, and of a step of the running maximum.</summary>
    public const int Tokens = 64;

    private const int Lanes = 16;

    /// <summary>Floats of one block.</summary>
    public static int Floats(int dim) => Tokens * (dim + Padded(dim));

    /// <summary>Where the values start.</summary>
    public static int ValuesAt(int dim) => Tokens * dim;

    /// <summary>Groups of 16 dimensions.</summary>
    public static int ValueGroups(int dim) => Padded(dim) / Lanes;

    /// <summary>Stores the key and the value of one token.</summary>
    /// <param name="block">The block.</param>
    /// <param name="token">Its place there.</param>
    /// <param name="key">`[d]`.</param>
    /// <param name="value">`[d]`.</param>
    public static void Store(float* block, int token, ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        var keys = block + token / Lanes * key.Length * Lanes + token % Lanes;
        for (var i = 0; i < key.Length; i++)
            keys[i * Lanes] = key[i];
        var values = block + ValuesAt(key.Length) + token * Lanes;
        for (var i = 0; i < value.Length; i += Lanes)
            value.Slice(i, Math.Min(Lanes, value.Length - i)).CopyTo(new Span<float>(values + (long)i * Tokens, Lanes));
    }

    private static int Padded(int dim) => (dim + Lanes - 1) / Lanes * Lanes;
}
