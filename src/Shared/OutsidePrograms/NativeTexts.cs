using System.Runtime.InteropServices;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>A list of texts as the C library takes it: pointers to UTF-8, with a null behind the last.</summary>
internal sealed unsafe class NativeTexts : IDisposable
{
    private readonly int count;

    /// <summary>Copies the texts.</summary>
    public NativeTexts(IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        count = all.Length;
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < count; i++)
            Pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
    }

    /// <summary>The list, for as long as this object lives.</summary>
    public byte** Pointers { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var i = 0; i < count; i++)
            Marshal.FreeCoTaskMem((nint)Pointers[i]);
        NativeMemory.Free(Pointers);
        Pointers = null;
    }
}
