using System.IO.MemoryMappedFiles;
using Qwen.Shared.Files;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>A packed file, mapped read-only: opening it reads nothing, and processes share its pages.</summary>
internal sealed unsafe class PackedFile : IDisposable
{
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* data;

    /// <exception cref="QwenException">The file cannot be read, or is not as long as its layout.</exception>
    public PackedFile(string path, PackedLayout layout)
    {
        var file = RegularFile.Open(path)!.Value.Handle;
        try
        {
            var found = RandomAccess.GetLength(file);
            if (found != layout.Length)
                throw new QwenException($"{path} has {found} bytes instead of {layout.Length}. Delete it: it will be written again.");
            map = MemoryMappedFile.CreateFromFile(
                file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            view = map.CreateViewAccessor(0, layout.Length, MemoryMappedFileAccess.Read);
        }
        catch (Exception error)
        {
            map?.Dispose();
            file.Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw new QwenException($"{path} cannot be read: {error.Message}", error);
            throw;
        }

        view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
        data += view.PointerOffset;
    }

    public PackedMatrix Matrix(PackedEntry entry) => new(data + entry.Offset, entry.Form!.Value, entry.Outputs, entry.Inputs);

    public ReadOnlySpan<float> Vector(PackedEntry entry) => new(data + entry.Offset, entry.Outputs);

    /// <summary>Where a vector starts; valid as long as the file is open.</summary>
    public float* Address(PackedEntry entry) => (float*)(data + entry.Offset);

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }
}
