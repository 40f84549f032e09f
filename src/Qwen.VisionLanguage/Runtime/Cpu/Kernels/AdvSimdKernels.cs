using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Arm's products of bytes (Apple's processors, Neoverse N1 and later). Floats are those of <see cref="PortableKernels"/>.
/// </summary>
internal sealed unsafe class AdvSimdKernels() : KernelFamily("advsimd-dp", "the processor has Arm's products of bytes")
{
    private readonly PortableKernels floats = new();

    public static bool IsSupported => Dp.IsSupported;

    internal override void RowTile(WeightForm form, int rows, byte* w, float* x, int xStride, float* y, int yStride, int inputs)
        => floats.RowTile(form, rows, w, x, xStride, y, yStride, inputs);

    internal override void Tile(WeightForm form, int rows, byte* w, byte* x, float* y, int stride, int steps)
    {
        if (form.IsFloat())
        {
            floats.Tile(form, rows, w, x, y, stride, steps);
            return;
        }

        var (size, vectors) = (form.Block(), form.Vectors());
        var walk = new BlockWalk(form);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < MatrixPacker.Group; column += 4)
            {
                var sum = Vector128<float>.Zero;
                var record = x;
                var numbers = w;
                for (var block = 0; block < steps; numbers += walk.Step(block), record += rows * (size + 8), block++)
                {
                    var q = (int*)(record + row * size);
                    var scales = BlockScale.Load4(form, numbers + walk.Scales(block), column);
                    Vector128<int> exact;
                    if (form.IsFourBits())
                    {
                        var minusSum = ((int*)(record + rows * (size + 4)))[row] / RowPacker.Offset4;
                        exact = Block4(numbers + column * 4, q, BlockScale.Zero(scales) * minusSum);
                        scales = BlockScale.Number(scales);
                    }
                    else
                    {
                        exact = Block8(numbers + column * 4, q, vectors);
                    }

                    sum = Vector128.FusedMultiplyAdd(Vector128.ConvertToSingle(exact), scales * ((float*)(record + rows * size))[row], sum);
                }

                sum.Store(y + (long)row * stride + column);
            }
        }
    }

    private static Vector128<int> Block4(byte* w, int* x, Vector128<int> sum)
    {
        for (var v = 0; v < 4; v++)
        {
            var pairs = Vector128.Load(w + v * 64);
            var (low, high) = (pairs & Vector128.Create((byte)15), Vector128.ShiftRightLogical(pairs, 4));
            sum = Dp.DotProduct(sum, low.AsSByte(), Vector128.Create(x[v]).AsSByte());
            sum = Dp.DotProduct(sum, high.AsSByte(), Vector128.Create(x[v + 4]).AsSByte());
        }

        return sum;
    }

    // both sides are signed here, so that the offset's share is not taken off
    private static Vector128<int> Block8(byte* w, int* x, int vectors)
    {
        var sum = Vector128<int>.Zero;
        for (var v = 0; v < vectors; v++)
            sum = Dp.DotProduct(
                sum, (Vector128.Load(w + v * 64) ^ Vector128.Create((byte)128)).AsSByte(), Vector128.Create(x[v]).AsSByte());
        return sum;
    }
}
