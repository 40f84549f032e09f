using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>Vectors of 256 bits; bytes times bytes give pairs of products in 16 bits, which are kept from overflowing.</summary>
internal sealed unsafe class Avx2Kernels() : Vector256Kernels("avx2", "the processor has AVX2")
{
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    protected override void Block4(byte* w, Vector256<float> scales, Vector256<int> zeros, byte* x, int rows, float* y, int stride)
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
            Add(exact, scales, ((float*)(x + rows * 32))[row], y + (long)row * stride);
        }
    }

    protected override void Block8(byte* w, int vectors, Vector256<float> scales, byte* x, int rows, float* y, int stride)
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

            Add(exact, scales, ((float*)((int*)x + rows * vectors))[row], y + (long)row * stride);
        }
    }

    private static Vector256<short> Pairs(Vector256<byte> w, int quad) => Avx2.MultiplyAddAdjacent(w, Vector256.Create(quad).AsSByte());
}
