using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Vectors of 256 bits with the products of bytes that Intel's processors have since Alder Lake and AMD's since Zen 5, also where they
/// have no AVX-512. Floats are those of <see cref="Avx2Kernels"/>.
/// </summary>
internal sealed unsafe class AvxVnniKernels() : KernelFamily("avx-vnni", "the processor has AVX-VNNI")
{
    private readonly Avx2Kernels floats = new();

    public static bool IsSupported => Avx2Kernels.IsSupported && AvxVnni.IsSupported;

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
        var mask = Vector256.Create((byte)15);
        var walk = new BlockWalk(form);
        for (var row = 0; row < rows; row++)
        {
            var (low, high) = (Vector256<float>.Zero, Vector256<float>.Zero);
            var numbers = w;
            var record = x;
            for (var block = 0; block < steps; numbers += walk.Step(block), record += rows * (size + 8), block++)
            {
                var q = (int*)(record + row * size);
                var scales = numbers + walk.Scales(block);
                var (lowScales, highScales) = (BlockScale.Load8(form, scales, 0), BlockScale.Load8(form, scales, 8));
                var start = ((int*)(record + rows * (size + 4)))[row];
                var (a, b) = (Vector256.Create(start), Vector256.Create(start));
                if (form.IsFourBits())
                {
                    var minusSum = start / RowPacker.Offset4;
                    (a, b) = (BlockScale.Zero(lowScales) * minusSum, BlockScale.Zero(highScales) * minusSum);
                    (lowScales, highScales) = (BlockScale.Number(lowScales), BlockScale.Number(highScales));
                }

                for (var v = 0; v < vectors; v++)
                {
                    var (left, right) = (Vector256.Load(numbers + v * 64), Vector256.Load(numbers + v * 64 + 32));
                    if (form.IsFourBits())
                    {
                        var upper = Vector256.Create(q[v + 4]).AsSByte();
                        a = AvxVnni.MultiplyWideningAndAdd(a, Avx2Kernels.High(left) & mask, upper);
                        b = AvxVnni.MultiplyWideningAndAdd(b, Avx2Kernels.High(right) & mask, upper);
                        (left, right) = (left & mask, right & mask);
                    }

                    var values = Vector256.Create(q[v]).AsSByte();
                    a = AvxVnni.MultiplyWideningAndAdd(a, left, values);
                    b = AvxVnni.MultiplyWideningAndAdd(b, right, values);
                }

                var scale = ((float*)(record + rows * size))[row];
                low = Fma.MultiplyAdd(Vector256.ConvertToSingle(a), lowScales * scale, low);
                high = Fma.MultiplyAdd(Vector256.ConvertToSingle(b), highScales * scale, high);
            }

            low.Store(y + (long)row * stride);
            high.Store(y + (long)row * stride + 8);
        }
    }
}
