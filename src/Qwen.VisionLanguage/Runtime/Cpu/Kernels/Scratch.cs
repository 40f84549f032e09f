using System.Runtime.InteropServices;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>Working memory of one product at a time: grows to the largest one and is kept. Not for two threads at once.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private void* memory;
    private nuint bytes;

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
        if ((nuint)bytes > this.bytes)
        {
            Free();
            memory = LargePages.Allocate((nuint)bytes);
            this.bytes = (nuint)bytes;
        }

        return (byte*)memory;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
        this.bytes = 0;
    }
}
