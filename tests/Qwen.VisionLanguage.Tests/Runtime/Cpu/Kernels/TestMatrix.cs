using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Tests.Runtime.Cpu.Kernels;

/// <summary>A packed matrix in memory of its own.</summary>
internal sealed unsafe class TestMatrix : IDisposable
{
    private readonly void* memory;

    public TestMatrix(WeightForm form, ReadOnlySpan<float> w, int outputs, int inputs)
    {
        var bytes = checked((int)MatrixPacker.PackedBytes(form, outputs, inputs));
        memory = NativeMemory.AlignedAlloc((nuint)bytes, 64);
        MatrixPacker.Pack(form, w, 0, outputs, inputs, new Span<byte>(memory, bytes));
        Packed = new PackedMatrix((byte*)memory, form, outputs, inputs);
    }

    public PackedMatrix Packed { get; }

    public void Dispose() => NativeMemory.AlignedFree(memory);
}
