using System.Runtime.InteropServices;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>Working memory of one product at a time: grows to the largest one and is kept. Not for two threads at once.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private void* _memory;
    private nuint _bytes;

    public Scratch() => Product = new Product();

    ~Scratch() => Free();

    /// <summary>The product under way, kept here so that starting one allocates nothing.</summary>
    internal Product Product { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>At least so many bytes, at a multiple of 64; what they held before is lost.</summary>
    internal byte* Take(long bytes)
    {
        if ((nuint)bytes > _bytes)
        {
            Free();
            _memory = NativeMemory.AlignedAlloc((nuint)bytes, 64);
            _bytes = (nuint)bytes;
        }

        return (byte*)_memory;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _bytes = 0;
    }
}
