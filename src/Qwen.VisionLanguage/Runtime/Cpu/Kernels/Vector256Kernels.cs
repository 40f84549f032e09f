using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// What families with vectors of 256 bits have in common: floats, and how half a tile goes through its blocks, so that the weights of a
/// block are unpacked once for all rows.
/// </summary>
internal abstract unsafe class Vector256Kernels(string name, string reason) : KernelFamily(name, reason)
{
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
            var record = x;
            var (size, vectors) = (form.Block(), form.Vectors());
            for (var block = 0; block < steps; block++, record += rows * (size + 8))
            {
                var numbers = w + form.BlockAt(block) + half * 32;
                var scales = BlockScale.Load8(form, w + form.ScalesAt(block), half * 8);
                if (form.IsFourBits())
                    Block4(numbers, BlockScale.Number(scales), BlockScale.Zero(scales), record, rows, target, stride);
                else
                    Block8(numbers, vectors, scales, record, rows, target, stride);
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

    /// <summary>One block of four-bit weights: 8 outputs of all rows of the tile.</summary>
    /// <param name="w">Their numbers.</param>
    /// <param name="scales">Of the outputs.</param>
    /// <param name="zeros">Their zero points.</param>
    /// <param name="x">The block's record of <see cref="RowPacker"/>.</param>
    /// <param name="rows">1 to 12.</param>
    /// <param name="y">Where the first row's sums stand.</param>
    /// <param name="stride">Floats from one row of y to the next.</param>
    protected abstract void Block4(byte* w, Vector256<float> scales, Vector256<int> zeros, byte* x, int rows, float* y, int stride);

    /// <summary>Likewise of bytes.</summary>
    protected abstract void Block8(byte* w, int vectors, Vector256<float> scales, byte* x, int rows, float* y, int stride);

    /// <summary>Adds a block's integer sums to a row's.</summary>
    protected static void Add(Vector256<int> exact, Vector256<float> scales, float rowScale, float* y)
        => Fma.MultiplyAdd(Vector256.ConvertToSingle(exact), scales * rowScale, Vector256.Load(y)).Store(y);

    /// <summary>Of pairs of numbers of four bits the high ones, with what lies beside them.</summary>
    protected static Vector256<byte> High(Vector256<byte> pairs) => Vector256.ShiftRightLogical(pairs.AsUInt16(), 4).AsByte();
}
