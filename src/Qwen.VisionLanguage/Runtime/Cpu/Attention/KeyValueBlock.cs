using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Attention;

/// <summary>
/// Keys and values of one head for 64 tokens, laid out as weights of the float kernels: keys in groups of 16 tokens
/// `[4, d, 16]`, values in groups of 16 dimensions `[⌈d/16⌉, 64, 16]`.
/// </summary>
/// <param name="Dim">d, an even number.</param>
/// <param name="Form">Floats of 32 or 16 bits.</param>
internal readonly unsafe record struct KeyValueBlock(int Dim, WeightForm Form)
{
    /// <summary>Tokens of a block, and of a step of the running maximum.</summary>
    public const int Tokens = 64;

    private const int Lanes = MatrixPacker.Group;

    /// <summary>Bytes of one block.</summary>
    public int Bytes => Tokens * (Dim + ValueGroups * Lanes) * Form.FloatBytes();

    /// <summary>Groups of 16 dimensions.</summary>
    public int ValueGroups => (Dim + Lanes - 1) / Lanes;

    /// <summary>Keys of 16 tokens. // [d, 16]</summary>
    /// <param name="block">The block.</param>
    /// <param name="token">The first of them, a multiple of 16.</param>
    public byte* Keys(byte* block, int token) => block + (long)token * Dim * Form.FloatBytes();

    /// <summary>Values of 16 dimensions. // [64, 16]</summary>
    public byte* Values(byte* block, int group) => block + (long)Tokens * (Dim + group * Lanes) * Form.FloatBytes();

    /// <summary>Stores the key and the value of one token.</summary>
    /// <param name="block">The block.</param>
    /// <param name="token">Its place there.</param>
    /// <param name="key">`[d]`.</param>
    /// <param name="value">`[d]`.</param>
    public void Store(byte* block, int token, ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        if (Form == WeightForm.Float32)
        {
            Store<float>(block, token, key, value);
            return;
        }

        Span<Half> halves = stackalloc Half[2 * Dim];
        HalfNumbers.Convert(key, halves[..Dim]);
        HalfNumbers.Convert(value, halves[Dim..]);
        Store<Half>(block, token, halves[..Dim], halves[Dim..]);
    }

    /// <summary>Copies the first tokens of a block; what lies behind them in the other one stays.</summary>
    public void Copy(byte* from, byte* to, int tokens)
    {
        if (Form == WeightForm.Float32)
            Copy<float>(from, to, tokens);
        else
            Copy<Half>(from, to, tokens);
    }

    private void Store<T>(byte* block, int token, ReadOnlySpan<T> key, ReadOnlySpan<T> value)
        where T : unmanaged
    {
        var keys = (T*)Keys(block, token / Lanes * Lanes) + token % Lanes;
        for (var i = 0; i < key.Length; i++)
            keys[i * Lanes] = key[i];
        for (var i = 0; i < value.Length; i += Lanes)
        {
            var target = (T*)Values(block, i / Lanes) + token * Lanes;
            value.Slice(i, Math.Min(Lanes, value.Length - i)).CopyTo(new Span<T>(target, Lanes));
        }
    }

    private void Copy<T>(byte* from, byte* to, int tokens)
        where T : unmanaged
    {
        for (var first = 0; first < tokens; first += Lanes)
        {
            var source = (T*)Keys(from, first);
            var target = (T*)Keys(to, first);
            var count = Math.Min(Lanes, tokens - first);
            for (var i = 0; i < Dim; i++)
                new ReadOnlySpan<T>(source + i * Lanes, count).CopyTo(new Span<T>(target + i * Lanes, count));
        }

        for (var group = 0; group < ValueGroups; group++)
            new ReadOnlySpan<T>(Values(from, group), tokens * Lanes).CopyTo(new Span<T>(Values(to, group), tokens * Lanes));
    }
}
