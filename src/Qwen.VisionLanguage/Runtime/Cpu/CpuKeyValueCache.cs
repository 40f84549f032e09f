using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Runtime.Cpu.Attention;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>Keys and values in pages of 64 tokens, `[layer, kv head, block]` each: more room is one more page, and nothing is copied.</summary>
/// <param name="pageFloats">Floats of a page.</param>
internal sealed unsafe class CpuKeyValueCache(long pageFloats) : KeyValueCache
{
    private const int Alignment = 64;

    private readonly List<nint> pages = [];

    ~CpuKeyValueCache() => Free();

    public override int Capacity => pages.Count * KeyValueBlock.Tokens;

    /// <summary>Addresses of the pages.</summary>
    public ReadOnlySpan<nint> Pages => CollectionsMarshal.AsSpan(pages);

    /// <summary>Sees to it that there is room for so many tokens.</summary>
    public void Reserve(int tokens)
    {
        while (Capacity < tokens)
        {
            var bytes = checked((nuint)pageFloats * sizeof(float));
            var page = NativeMemory.AlignedAlloc(bytes, Alignment);
            NativeMemory.Clear(page, bytes); // what no token has written yet is multiplied by zero: it has to be a number
            pages.Add((nint)page);
        }
    }

    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach (var page in pages)
            NativeMemory.AlignedFree((void*)page);
        pages.Clear();
    }
}
