using System.Runtime.Intrinsics;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>Vectors of 128 bits and nothing that a processor might lack. The measure of the others, not their rival in speed.</summary>
internal sealed unsafe class PortableKernels() : KernelFamily("portable", "128-bit vectors, which every processor has")
{
    internal override void RowTile(WeightForm form, int rows, byte* w, float* x, int xStride, float* y, int yStride, int inputs)
    {
        for (var row = 0; row < rows; row++)
            FloatRow(form, w, x + (long)row * xStride, 1, y + (long)row * yStride, inputs);
    }

    internal override void Tile(WeightForm form, int rows, byte* w, byte* x, float* y, int stride, int steps)
    {
        if (form.IsFloat())
        {
            for (var row = 0; row < rows; row++)
                FloatRow(form, w, (float*)x + row, rows, y + (long)row * stride, steps);
            return;
        }

        var sums = stackalloc int[MatrixPacker.Group];
        var (size, vectors) = (form.Block(), form.Vectors());
        for (var row = 0; row < rows; row++)
        {
            var target = y + (long)row * stride;
            new Span<float>(target, MatrixPacker.Group).Clear();
            var record = x;
            for (var block = 0; block < steps; block++, record += rows * (size + 8))
            {
                var numbers = (sbyte*)record + row * size;
                if (form.IsFourBits())
                    Block4(w + form.BlockAt(block), numbers, sums);
                else
                    Block8(w + form.BlockAt(block), numbers, sums, vectors);
                var weightScales = w + form.ScalesAt(block);
                var scale = ((float*)(record + rows * size))[row];
                var start = ((int*)(record + rows * (size + 4)))[row];
                for (var c = 0; c < MatrixPacker.Group; c += 4)
                {
                    var (scales, exact) = (BlockScale.Load4(form, weightScales, c), Vector128.Load(sums + c));
                    if (form.IsFourBits())
                        (scales, exact) = (BlockScale.Number(scales), exact + BlockScale.Zero(scales) * (start / RowPacker.Offset4));
                    var sum = Vector128.FusedMultiplyAdd(Vector128.ConvertToSingle(exact), scales * scale, Vector128.Load(target + c));
                    sum.Store(target + c);
                }
            }
        }
    }

    private static void FloatRow(WeightForm form, byte* w, float* x, int step, float* y, int inputs)
    {
        var (a, b, c, d) = (Vector128<float>.Zero, Vector128<float>.Zero, Vector128<float>.Zero, Vector128<float>.Zero);
        var bytes = MatrixPacker.Group * form.FloatBytes();
        for (var i = 0; i < inputs; i++, w += bytes, x += step)
        {
            var value = Vector128.Create(*x);
            a = Vector128.FusedMultiplyAdd(Weights(form, w, 0), value, a);
            b = Vector128.FusedMultiplyAdd(Weights(form, w, 4), value, b);
            c = Vector128.FusedMultiplyAdd(Weights(form, w, 8), value, c);
            d = Vector128.FusedMultiplyAdd(Weights(form, w, 12), value, d);
        }

        a.Store(y);
        b.Store(y + 4);
        c.Store(y + 8);
        d.Store(y + 12);
    }

    private static Vector128<float> Weights(WeightForm form, byte* w, int at)
        => form == WeightForm.Float32 ? Vector128.Load((float*)w + at) : HalfNumbers.Load4((ushort*)w + at);

    /// <summary>Integer sums of 16 outputs over one block, without their zero points.</summary>
    private static void Block4(byte* w, sbyte* x, int* sums)
    {
        for (var c = 0; c < 4; c++)
        {
            var (low, high) = (Vector128<int>.Zero, Vector128<int>.Zero);
            for (var v = 0; v < 4; v++)
            {
                var pairs = Vector128.Load(w + v * 64 + c * 16);
                Add((pairs & Vector128.Create((byte)15)).AsSByte(), x + v * 4, ref low, ref high);
                Add(Vector128.ShiftRightLogical(pairs, 4).AsSByte(), x + 16 + v * 4, ref low, ref high);
            }

            Store(low, high, sums + c * 4);
        }
    }

    /// <summary>Likewise of signed bytes, which need no zero point.</summary>
    private static void Block8(byte* w, sbyte* x, int* sums, int vectors)
    {
        for (var c = 0; c < 4; c++)
        {
            var (low, high) = (Vector128<int>.Zero, Vector128<int>.Zero);
            for (var v = 0; v < vectors; v++)
                Add((Vector128.Load(w + v * 64 + c * 16) ^ Vector128.Create((byte)128)).AsSByte(), x + v * 4, ref low, ref high);
            Store(low, high, sums + c * 4);
        }
    }

    /// <summary>Four inputs of four outputs: two sums of each output, which <see cref="Store"/> brings together.</summary>
    private static void Add(Vector128<sbyte> w, sbyte* x, ref Vector128<int> low, ref Vector128<int> high)
    {
        var values = Vector128.WidenLower(Vector128.Create(*(int*)x).AsSByte());
        low += Pairs(Vector128.WidenLower(w) * values);
        high += Pairs(Vector128.WidenUpper(w) * values);
    }

    private static Vector128<int> Pairs(Vector128<short> products)
        => Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(products.AsInt32(), 16), 16)
            + Vector128.ShiftRightArithmetic(products.AsInt32(), 16);

    private static void Store(Vector128<int> low, Vector128<int> high, int* sums)
    {
        sums[0] = low[0] + low[1];
        sums[1] = low[2] + low[3];
        sums[2] = high[0] + high[1];
        sums[3] = high[2] + high[3];
    }
}
