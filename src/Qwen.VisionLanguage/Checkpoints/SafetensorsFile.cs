using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using Qwen.Shared.Files;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>One memory-mapped safetensors file: nothing but the header is read before a tensor is asked for.</summary>
internal sealed unsafe class SafetensorsFile : IDisposable
{
    // headers of this model have some hundred kilobytes at most; the format's own library stops at 100 MB
    private const int MaxHeaderBytes = 16 << 20;
    private const int LengthBytes = 8;

    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle handle;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private byte* data;

    private SafetensorsFile(string path, Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        (Path, this.handle) = (path, handle);
        Length = RandomAccess.GetLength(handle);
        var header = ReadHeader(handle);
        HeaderLength = header.Length;
        Entries = SafetensorsHeader.Parse(path, header, LengthBytes + header.Length, Length - LengthBytes - header.Length);

        map = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            view = map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
            data += view.PointerOffset;
        }
        catch
        {
            view?.Dispose();
            map.Dispose();
            throw;
        }
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>Bytes of the JSON header, which starts at byte 8.</summary>
    public int HeaderLength { get; }

    /// <summary>What the header says, by the names in the file.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries { get; }

    /// <summary>Opens the file and checks its header against its size.</summary>
    /// <exception cref="QwenException">The file cannot be opened or is damaged.</exception>
    public static SafetensorsFile Open(string path)
    {
        Microsoft.Win32.SafeHandles.SafeFileHandle? handle = null;
        try
        {
            handle = RegularFile.Open(path)!.Value.Handle;
            return new SafetensorsFile(path, handle);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            handle?.Dispose();
            throw new QwenException($"{path} cannot be read: {error.Message}", error);
        }
        catch
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of the mapped file, valid until it is disposed.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(data is null, this);
        return offset >= 0 && length >= 0 && offset <= Length - length
            ? new ReadOnlySpan<byte>(data + offset, length)
            : throw new ArgumentOutOfRangeException(nameof(offset));
    }

    /// <summary>
    /// Copies bytes out of the file without the mapping. Where the system keeps the file in large pages, a single byte of the mapping
    /// makes two megabytes resident: what reads here and there reads in this way.
    /// </summary>
    /// <exception cref="QwenException">The file is shorter by now, or cannot be read.</exception>
    public void Copy(long offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(data is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        try
        {
            for (var read = 0; destination.Length > 0; offset += read, destination = destination[read..])
            {
                read = RandomAccess.Read(handle, destination, offset);
                if (read == 0)
                    throw new QwenException($"{Path} has become shorter while it was in use. Fetch it again.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"{Path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Gives the memory of pages read so far back to the system; they are read anew when they are wanted.</summary>
    public void ReleasePages()
    {
        ObjectDisposedException.ThrowIf(data is null, this);
        MappedPages.Release(data - view.PointerOffset, Length + view.PointerOffset);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (data is null)
            return;
        data = null;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }

    private byte[] ReadHeader(Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        Span<byte> start = stackalloc byte[64];
        start = start[..RandomAccess.Read(handle, start, 0)];
        if (GitLfs.IsPointer(start))
            throw GitLfs.PointerFound(Path);
        if (WebPage.IsPage(start))
            throw WebPage.Found(Path);
        if (start.Length < LengthBytes)
            throw SafetensorsHeader.Damaged(Path, $"it has {Length} bytes, too few for a safetensors file");

        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length is 0 or > MaxHeaderBytes || (long)length > Length - LengthBytes)
            throw SafetensorsHeader.Damaged(
                Path, $"its header would have {length} bytes in a file of {Length}, so it is cut off or no safetensors file");

        var header = new byte[length];
        for (var done = 0; done < header.Length;)
        {
            var read = RandomAccess.Read(handle, header.AsSpan(done), LengthBytes + done);
            if (read == 0)
                throw SafetensorsHeader.Damaged(Path, "it ends inside its header");
            done += read;
        }

        return header;
    }
}
