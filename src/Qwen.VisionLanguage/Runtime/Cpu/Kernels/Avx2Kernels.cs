using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>Vectors of 256 bits; bytes times bytes give pairs of products in 16 bits, which are kept from overflowing.</summary>
internal sealed unsafe class Avx2Kernels() : KernelFamily("avx2", "the processor has AVX2")
{
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    internal override void RowTile(WeightForm form, int rows, byte* w, float* x, int xStride, float* y, int yStride, int inputs)
    {
        for (var half = 0; half < 2; half++)
            Floats(form, rows, w + half * 8 * form.FloatBytes(), x, xStride, 1, y + half * 8, yStride, inputs);
    }

    internal override void Tile(WeightForm form, int rows, byte* w, byte* x, float* y, int stride, int steps)
    {
        for (var half = 0; half < 2; half++)
        {
            var target = y + half * 8;
            if (form.IsFloat())
            {
                Floats(form, rows, w + half * 8 * form.FloatBytes(), (float*)x, 1, rows, target, stride, steps);
                continue;
            }

            for (var row = 0; row < rows; row++)
                Vector256<float>.Zero.Store(target + (long)row * stride);
            var numbers = w;
            var record = x;
            var (size, vectors) = (form.Block(), form.Vectors());
            var walk = new BlockWalk(form);
            for (var block = 0; block < steps; numbers += walk.Step(block), record += rows * (size + 8), block++)
            {
                var scales = BlockScale.Load8(form, numbers + walk.Scales(block), half * 8);
                if (form.IsFourBits())
                    Block4(numbers + half * 32, BlockScale.Number(scales), BlockScale.Zero(scales), record, rows, target, stride);
                else
                    Block8(numbers + half * 32, vectors, scales, record, rows, target, stride);
            }
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
        var sum = Vector256<float>.Zero;
        var bytes = MatrixPacker.Group * form.FloatBytes();
        for (var i = 0; i < inputs; i++, w += bytes, x += step)
            sum = Fma.MultiplyAdd(Weights(form, w), Vector256.Create(*x), sum);
        sum.Store(y);
    }

    /// <summary>Four sums at a time: one alone would wait for its own last addition.</summary>
    private static void FourRows(WeightForm form, byte* w, float* x, int row, int step, float* y, int stride, int inputs)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var bytes = MatrixPacker.Group * form.FloatBytes();
        for (var i = 0; i < inputs; i++, w += bytes, x += step)
        {
            var weights = Weights(form, w);
            a = Fma.MultiplyAdd(weights, Vector256.Create(*x), a);
            b = Fma.MultiplyAdd(weights, Vector256.Create(x[row]), b);
            c = Fma.MultiplyAdd(weights, Vector256.Create(x[2L * row]), c);
            d = Fma.MultiplyAdd(weights, Vector256.Create(x[3L * row]), d);
        }

        a.Store(y);
        b.Store(y + stride);
        c.Store(y + 2L * stride);
        d.Store(y + 3L * stride);
    }

    private static Vector256<float> Weights(WeightForm form, byte* w)
        => form == WeightForm.Float32 ? Vector256.Load((float*)w) : HalfNumbers.Load8((ushort*)w);

    private static void Block4(byte* w, Vector256<float> scales, Vector256<int> zeros, byte* x, int rows, float* y, int stride)
    {
        // numbers of 0 to 15: the sum of sixteen products of at most 15 · 127 fits into 16 bits
        var mask = Vector256.Create((byte)15);
        var p0 = Vector256.Load(w);
        var p1 = Vector256.Load(w + 64);
        var p2 = Vector256.Load(w + 128);
        var p3 = Vector256.Load(w + 192);
        var l0 = p0 & mask;
        var l1 = p1 & mask;
        var l2 = p2 & mask;
        var l3 = p3 & mask;
        var h0 = High(p0) & mask;
        var h1 = High(p1) & mask;
        var h2 = High(p2) & mask;
        var h3 = High(p3) & mask;
        for (var row = 0; row < rows; row++)
        {
            var q = (int*)(x + row * 32);
            var sum = Pairs(l0, q[0]) + Pairs(l1, q[1]) + Pairs(l2, q[2]) + Pairs(l3, q[3])
                + (Pairs(h0, q[4]) + Pairs(h1, q[5]) + Pairs(h2, q[6]) + Pairs(h3, q[7]));
            var start = ((int*)(x + rows * 36))[row];
            var exact = Avx2.MultiplyAddAdjacent(sum, Vector256<short>.One) + zeros * (start / RowPacker.Offset4);
            Add(exact, scales, (float*)(x + rows * 32), row, y + (long)row * stride);
        }
    }

    private static void Block8(byte* w, int vectors, Vector256<float> scales, byte* x, int rows, float* y, int stride)
    {
        for (var row = 0; row < rows; row++)
        {
            var q = (int*)x + row * vectors;
            var exact = Vector256<int>.Zero;
            for (var v = 0; v < vectors; v++)
            {
                // magnitudes of up to 128 times signed numbers of up to 127: two products fit into 16 bits
                var signed = (Vector256.Load(w + v * 64) ^ Vector256.Create((byte)128)).AsSByte();
                var pairs = Avx2.MultiplyAddAdjacent(Avx2.Abs(signed), Avx2.Sign(Vector256.Create(q[v]).AsSByte(), signed));
                exact += Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One);
            }

            Add(exact, scales, (float*)((int*)x + rows * vectors), row, y + (long)row * stride);
        }
    }

    private static void Add(Vector256<int> exact, Vector256<float> scales, float* rowScales, int row, float* y)
    {
        var scale = scales * rowScales[row];
        Fma.MultiplyAdd(Vector256.ConvertToSingle(exact), scale, Vector256.Load(y)).Store(y);
    }

    /// <summary>Of pairs of numbers of four bits the high ones, with what lies beside them.</summary>
    internal static Vector256<byte> High(Vector256<byte> pairs) => Vector256.ShiftRightLogical(pairs.AsUInt16(), 4).AsByte();

    private static Vector256<short> Pairs(Vector256<byte> w, int quad) => Avx2.MultiplyAddAdjacent(w, Vector256.Create(quad).AsSByte());
}
