using System.Runtime.Intrinsics;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Rows of activations as the kernels read them. For integer weights every block of a row becomes int8 with one scale: the
/// largest magnitude becomes 127, halves round to even. A tile of R rows holds for every block R × its bytes, R scales and R start
/// values: minus the sum of the numbers, times the weights' offset of 128 in int8 and of 15 in int4, where a kernel adds 15 less the
/// output's zero point to each weight, or takes off zero point times sum.
/// For floats a tile holds R numbers for every input.
/// </summary>
/// <remarks>
/// Blocks whose largest magnitude lies below 1e-36 count as zeros. A block with a NaN or an infinity has a NaN for its scale, so
/// that every output of its row is NaN.
/// </remarks>
internal static unsafe class RowPacker
{
    /// <summary>Offset of int4: with it no weight, less its zero point, is below 0.</summary>
    public const int Offset4 = 15;

    private const float Smallest = 1e-36f;

    /// <summary>Bytes of one row in a tile of any height.</summary>
    public static int RowBytes(WeightForm form, int inputs)
        => form.IsFloat() ? checked(inputs * 4) : checked(form.Blocks(inputs) * (form.Block() + 8));

    /// <summary>Packs `x` `[rows, inputs]`, a row every <paramref name="stride"/> floats, as one tile.</summary>
    public static void Pack(WeightForm form, float* x, int stride, int rows, int inputs, byte* tile)
    {
        if (form.IsFloat())
        {
            var target = (float*)tile;
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < inputs; i++)
                    target[(long)i * rows + row] = x[(long)row * stride + i];
            }

            return;
        }

        PackBlocks(form, x, stride, rows, inputs, tile, 0, form.Blocks(inputs));
    }

    /// <summary>Packs the blocks from <paramref name="first"/> to before <paramref name="end"/> of a tile for integer weights.</summary>
    public static void PackBlocks(WeightForm form, float* x, int stride, int rows, int inputs, byte* tile, int first, int end)
    {
        var offset = form.IsFourBits() ? -Offset4 : -128;
        var size = form.Block();
        var padded = stackalloc float[size];
        for (var block = first; block < end; block++)
        {
            var length = Math.Min(size, inputs - block * size);
            var record = tile + (long)block * rows * (size + 8);
            var scales = (float*)(record + rows * size);
            var starts = (int*)(scales + rows);
            for (var row = 0; row < rows; row++)
            {
                var source = x + (long)row * stride + block * size;
                if (length < size)
                {
                    new Span<float>(padded, size).Clear();
                    new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(padded, length));
                    source = padded;
                }

                scales[row] = Quantise(source, size, (sbyte*)record + row * size, out var sum);
                starts[row] = offset * sum;
            }
        }
    }

    /// <summary>One block, a multiple of 32 numbers.</summary>
    private static float Quantise(float* x, int count, sbyte* numbers, out int sum)
    {
        // as integers, magnitudes keep their order, and whatever is not finite comes out on top
        var largest = Vector256<int>.Zero;
        for (var i = 0; i < count; i += 32)
        {
            var (ab, cd) = (Vector256.Max(Bits(x + i), Bits(x + i + 8)), Vector256.Max(Bits(x + i + 16), Bits(x + i + 24)));
            largest = Vector256.Max(largest, Vector256.Max(ab, cd));
        }

        var half = Vector128.Max(largest.GetLower(), largest.GetUpper());
        var bits = Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
        var extreme = BitConverter.Int32BitsToSingle(bits);
        if (!(extreme >= Smallest && float.IsFinite(extreme)))
        {
            new Span<sbyte>(numbers, count).Clear();
            sum = 0;
            return float.IsFinite(extreme) ? 0 : float.NaN;
        }

        var inverse = Vector256.Create(127f / extreme);
        var sums = Vector256<int>.Zero;
        for (var i = 0; i < count; i += 32)
        {
            var (a, b) = (Round(x + i, inverse), Round(x + i + 8, inverse));
            var (c, d) = (Round(x + i + 16, inverse), Round(x + i + 24, inverse));
            sums += a + b + (c + d);
            Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d)).Store(numbers + i);
        }

        sum = Vector256.Sum(sums);
        return extreme / 127f;
    }

    private static Vector256<int> Bits(float* x) => Vector256.Load(x).AsInt32() & Vector256.Create(int.MaxValue);

    /// <summary>
    /// Adding 1.5 · 2²³ leaves no bit for the fraction: the sum's low bits are the number, halves to even, on every processor.
    /// </summary>
    private static Vector256<int> Round(float* x, Vector256<float> inverse)
        => (Vector256.Load(x) * inverse + Vector256.Create(12582912f)).AsInt32() - Vector256.Create(0x4B400000);
}
