using System.Runtime.Intrinsics;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Rows of activations as the kernels read them. For integer weights every 32 numbers of a row become int8 with one scale: the
/// largest magnitude becomes 127, halves round to even. A tile of R rows holds for every block R × 32 bytes, R scales and R start
/// values (minus the weights' offset times the sum of the numbers). For floats a tile holds R numbers for every input.
/// </summary>
/// <remarks>
/// Blocks whose largest magnitude lies below 1e-36 count as zeros. A block with a NaN or an infinity has a NaN for its scale, so
/// that every output of its row is NaN.
/// </remarks>
internal static unsafe class RowPacker
{
    private const float Smallest = 1e-36f;

    /// <summary>Bytes of one row in a tile of any height.</summary>
    public static int RowBytes(WeightForm form, int inputs)
        => form.IsFloat() ? checked(inputs * 4) : checked(MatrixPacker.Blocks(inputs) * (MatrixPacker.Block + 8));

    /// <summary>Packs `x` `[rows, inputs]` as one tile.</summary>
    public static void Pack(WeightForm form, float* x, int rows, int inputs, byte* tile)
    {
        if (form.IsFloat())
        {
            var target = (float*)tile;
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < inputs; i++)
                    target[(long)i * rows + row] = x[(long)row * inputs + i];
            }

            return;
        }

        var offset = form == WeightForm.Int4 ? -8 : -128;
        var padded = stackalloc float[MatrixPacker.Block];
        for (int block = 0, blocks = MatrixPacker.Blocks(inputs); block < blocks; block++)
        {
            var length = Math.Min(MatrixPacker.Block, inputs - block * MatrixPacker.Block);
            var record = tile + (long)block * rows * (MatrixPacker.Block + 8);
            var scales = (float*)(record + rows * MatrixPacker.Block);
            var starts = (int*)(scales + rows);
            for (var row = 0; row < rows; row++)
            {
                var source = x + (long)row * inputs + block * MatrixPacker.Block;
                if (length < MatrixPacker.Block)
                {
                    new Span<float>(padded, MatrixPacker.Block).Clear();
                    new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(padded, length));
                    source = padded;
                }

                scales[row] = Quantise(source, (sbyte*)record + row * MatrixPacker.Block, out var sum);
                starts[row] = offset * sum;
            }
        }
    }

    private static float Quantise(float* x, sbyte* numbers, out int sum)
    {
        var a = Vector256.Load(x);
        var b = Vector256.Load(x + 8);
        var c = Vector256.Load(x + 16);
        var d = Vector256.Load(x + 24);
        // as integers, magnitudes keep their order, and whatever is not finite comes out on top
        var largest = Vector256.Max(Vector256.Max(Bits(a), Bits(b)), Vector256.Max(Bits(c), Bits(d)));
        var half = Vector128.Max(largest.GetLower(), largest.GetUpper());
        var bits = Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
        var extreme = BitConverter.Int32BitsToSingle(bits);
        if (!(extreme >= Smallest && float.IsFinite(extreme)))
        {
            new Span<sbyte>(numbers, MatrixPacker.Block).Clear();
            sum = 0;
            return float.IsFinite(extreme) ? 0 : float.NaN;
        }

        var inverse = Vector256.Create(127f / extreme);
        var (ia, ib, ic, id) = (Round(a * inverse), Round(b * inverse), Round(c * inverse), Round(d * inverse));
        sum = Vector256.Sum(ia + ib + ic + id);
        Vector256.Narrow(Vector256.Narrow(ia, ib), Vector256.Narrow(ic, id)).Store(numbers);
        return extreme / 127f;
    }

    private static Vector256<int> Bits(Vector256<float> x) => x.AsInt32() & Vector256.Create(int.MaxValue);

    /// <summary>Adding 1.5 · 2²³ leaves no bit for the fraction: the sum's low bits are the number, halves to even, on every processor.</summary>
    private static Vector256<int> Round(Vector256<float> x)
        => (x + Vector256.Create(12582912f)).AsInt32() - Vector256.Create(0x4B400000);
}
