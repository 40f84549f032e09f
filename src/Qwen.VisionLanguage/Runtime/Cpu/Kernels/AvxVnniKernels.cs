using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Vectors of 256 bits with the products of bytes that Intel's processors have since Alder Lake and AMD's since Zen 5, also where they
/// have no AVX-512.
/// </summary>
internal sealed unsafe class AvxVnniKernels() : Vector256Kernels("avx-vnni", "the processor has AVX-VNNI")
{
    public static bool IsSupported => Avx2Kernels.IsSupported && AvxVnni.IsSupported;

    protected override void Block4(byte* w, Vector256<float> scales, Vector256<int> zeros, byte* x, int rows, float* y, int stride)
    {
        var mask = Vector256.Create((byte)15);
        var (p0, p1, p2, p3) = (Vector256.Load(w), Vector256.Load(w + 64), Vector256.Load(w + 128), Vector256.Load(w + 192));
        var (l0, l1, l2, l3) = (p0 & mask, p1 & mask, p2 & mask, p3 & mask);
        var (h0, h1, h2, h3) = (High(p0) & mask, High(p1) & mask, High(p2) & mask, High(p3) & mask);
        for (var row = 0; row < rows; row++)
        {
            // two sums at a time: one alone would wait for its own last addition
            var q = (int*)(x + row * 32);
            var low = Dot(zeros * (((int*)(x + rows * 36))[row] / RowPacker.Offset4), l0, q[0]);
            var high = Dot(Vector256<int>.Zero, h0, q[4]);
            (low, high) = (Dot(low, l1, q[1]), Dot(high, h1, q[5]));
            (low, high) = (Dot(low, l2, q[2]), Dot(high, h2, q[6]));
            (low, high) = (Dot(low, l3, q[3]), Dot(high, h3, q[7]));
            Add(low + high, scales, ((float*)(x + rows * 32))[row], y + (long)row * stride);
        }
    }

    protected override void Block8(byte* w, int vectors, Vector256<float> scales, byte* x, int rows, float* y, int stride)
    {
        for (var row = 0; row < rows; row++)
        {
            var q = (int*)x + row * vectors;
            var (even, odd) = (Vector256.Create(((int*)x + rows * vectors + rows)[row]), Vector256<int>.Zero);
            for (var v = 0; v < vectors; v += 2)
            {
                even = Dot(even, Vector256.Load(w + v * 64), q[v]);
                odd = Dot(odd, Vector256.Load(w + v * 64 + 64), q[v + 1]);
            }

            Add(even + odd, scales, ((float*)((int*)x + rows * vectors))[row], y + (long)row * stride);
        }
    }

    private static Vector256<int> Dot(Vector256<int> sum, Vector256<byte> w, int quad)
        => AvxVnni.MultiplyWideningAndAdd(sum, w, Vector256.Create(quad).AsSByte());
}
