using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Vectors of 512 bits, where the processor has AVX-512 and no VNNI or the system allows no code made at run time; bytes times bytes
/// give pairs of products in 16 bits, which are kept from overflowing.
/// </summary>
internal sealed unsafe class Vector512Kernels() : KernelFamily("avx512", "the processor has AVX-512")
{
    public static bool IsSupported => Avx512F.IsSupported && Avx512BW.IsSupported;

    internal override void RowTile(WeightForm form, int rows, byte* w, float* x, int xStride, float* y, int yStride, int inputs)
        => Floats(form, rows, w, x, xStride, 1, y, yStride, inputs);

    internal override void Tile(WeightForm form, int rows, byte* w, byte* x, float* y, int stride, int steps)
    {
        if (form.IsFloat())
        {
            Floats(form, rows, w, (float*)x, 1, rows, y, stride, steps);
            return;
        }

        for (var row = 0; row < rows; row++)
            Vector512<float>.Zero.Store(y + (long)row * stride);
        var (size, vectors) = (form.Block(), form.Vectors());
        var walk = new BlockWalk(form);
        for (var block = 0; block < steps; w += walk.Step(block), x += rows * (size + 8), block++)
        {
            var scales = BlockScale.Load16(form, w + walk.Scales(block));
            if (form.IsFourBits())
                Block4(w, BlockScale.Number(scales), BlockScale.Zero(scales), x, rows, y, stride);
            else
                Block8(w, vectors, scales, x, rows, y, stride);
        }
    }

    /// <summary>Number i of row r stands at x[r · row + i · step].</summary>
    private static void Floats(WeightForm form, int rows, byte* w, float* x, int row, int step, float* y, int stride, int inputs)
    {
        var r = 0;
        for (; r <= rows - 4; r += 4, x += 4L * row, y += 4L * stride)
            FourRows(form, w, x, row, step, y, stride, inputs);
        for (; r < rows; r++, x += row, y += stride)
            Row(form, w, x, step, y, inputs);
    }

    private static void Row(WeightForm form, byte* w, float* x, int step, float* y, int inputs)
    {
        var sum = Vector512<float>.Zero;
        var bytes = MatrixPacker.Group * form.FloatBytes();
        for (var i = 0; i < inputs; i++, w += bytes, x += step)
            sum = Avx512F.FusedMultiplyAdd(Weights(form, w), Vector512.Create(*x), sum);
        sum.Store(y);
    }

    /// <summary>Four sums at a time: one alone would wait for its own last addition.</summary>
    private static void FourRows(WeightForm form, byte* w, float* x, int row, int step, float* y, int stride, int inputs)
    {
        var (a, b, c, d) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var bytes = MatrixPacker.Group * form.FloatBytes();
        for (var i = 0; i < inputs; i++, w += bytes, x += step)
        {
            var weights = Weights(form, w);
            a = Avx512F.FusedMultiplyAdd(weights, Vector512.Create(*x), a);
            b = Avx512F.FusedMultiplyAdd(weights, Vector512.Create(x[row]), b);
            c = Avx512F.FusedMultiplyAdd(weights, Vector512.Create(x[2L * row]), c);
            d = Avx512F.FusedMultiplyAdd(weights, Vector512.Create(x[3L * row]), d);
        }

        a.Store(y);
        b.Store(y + stride);
        c.Store(y + 2L * stride);
        d.Store(y + 3L * stride);
    }

    private static Vector512<float> Weights(WeightForm form, byte* w)
        => form == WeightForm.Float32
            ? Vector512.Load((float*)w)
            : Vector512.Create(HalfNumbers.Load8((ushort*)w), HalfNumbers.Load8((ushort*)w + 8));

    private static void Block4(byte* w, Vector512<float> scales, Vector512<int> zeros, byte* x, int rows, float* y, int stride)
    {
        // numbers of 0 to 15: the sum of sixteen products of at most 15 · 127 fits into 16 bits
        var mask = Vector512.Create((byte)15);
        var (p0, p1, p2, p3) = (Vector512.Load(w), Vector512.Load(w + 64), Vector512.Load(w + 128), Vector512.Load(w + 192));
        var (l0, l1, l2, l3) = (p0 & mask, p1 & mask, p2 & mask, p3 & mask);
        var (h0, h1, h2, h3) = (High(p0) & mask, High(p1) & mask, High(p2) & mask, High(p3) & mask);
        for (var row = 0; row < rows; row++)
        {
            var q = (int*)(x + row * 32);
            var sum = Pairs(l0, q[0]) + Pairs(l1, q[1]) + Pairs(l2, q[2]) + Pairs(l3, q[3])
                + (Pairs(h0, q[4]) + Pairs(h1, q[5]) + Pairs(h2, q[6]) + Pairs(h3, q[7]));
            var start = ((int*)(x + rows * 36))[row];
            var exact = Avx512BW.MultiplyAddAdjacent(sum, Vector512<short>.One) + zeros * (start / RowPacker.Offset4);
            Add(exact, scales, ((float*)(x + rows * 32))[row], y + (long)row * stride);
        }
    }

    private static void Block8(byte* w, int vectors, Vector512<float> scales, byte* x, int rows, float* y, int stride)
    {
        for (var row = 0; row < rows; row++)
        {
            // sixteen bits for each product: two of them do not fit where weights have all eight bits
            var q = (int*)x + row * vectors;
            var (even, odd) = (Vector512<int>.Zero, Vector512<int>.Zero);
            for (var v = 0; v < vectors; v++)
            {
                var weights = Vector512.Load(w + v * 64).AsInt16();
                var values = Vector512.Create(q[v]).AsInt16();
                var low = Avx512BW.MultiplyAddAdjacent(weights & Vector512.Create((short)255), Signed(Vector512.ShiftLeft(values, 8)));
                var high = Avx512BW.MultiplyAddAdjacent(Vector512.ShiftRightLogical(weights, 8), Signed(values));
                (even, odd) = (even + low, odd + high);
            }

            var start = ((int*)x + rows * vectors + rows)[row];
            Add(even + odd + Vector512.Create(start), scales, ((float*)((int*)x + rows * vectors))[row], y + (long)row * stride);
        }
    }

    private static void Add(Vector512<int> exact, Vector512<float> scales, float rowScale, float* y)
        => Avx512F.FusedMultiplyAdd(Vector512.ConvertToSingle(exact), scales * rowScale, Vector512.Load(y)).Store(y);

    private static Vector512<short> Signed(Vector512<short> high) => Vector512.ShiftRightArithmetic(high, 8);

    private static Vector512<byte> High(Vector512<byte> pairs) => Vector512.ShiftRightLogical(pairs.AsUInt16(), 4).AsByte();

    private static Vector512<short> Pairs(Vector512<byte> w, int quad) => Avx512BW.MultiplyAddAdjacent(w, Vector512.Create(quad).AsSByte());
}
