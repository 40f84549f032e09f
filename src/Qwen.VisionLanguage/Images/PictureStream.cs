using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>Pieces in memory as one file for the decoder. When it is cancelled, the file ends: the decoder gives up at once.</summary>
internal sealed class PictureStream(
    IReadOnlyList<ReadOnlyMemory<byte>> parts, CancellationToken cancellationToken) : SKAbstractManagedStream
{
    private readonly long length = parts.Sum(part => (long)part.Length);
    private long position; // in the whole
    private int part; // in which it lies
    private int offset; // and where

    /// <inheritdoc/>
    protected override unsafe nint OnRead(nint buffer, nint size)
    {
        if (size <= 0 || cancellationToken.IsCancellationRequested)
            return 0;
        var wanted = Math.Min(size, length - position);
        for (var left = wanted; left > 0;)
        {
            var piece = parts[part].Span[offset..];
            var count = (int)Math.Min(left, piece.Length);
            if (buffer != 0) // else it is passed over
            {
                piece[..count].CopyTo(new Span<byte>((void*)buffer, count));
                buffer += count;
            }

            left -= count;
            offset += count;
            if (offset == parts[part].Length)
                (part, offset) = (part + 1, 0);
        }

        position += wanted;
        return (nint)wanted;
    }

    /// <inheritdoc/>
    protected override nint OnPeek(nint buffer, nint size)
    {
        var before = (position, part, offset);
        var read = OnRead(buffer, size);
        (position, part, offset) = before;
        return read;
    }

    /// <inheritdoc/>
    protected override bool OnIsAtEnd() => position == length || cancellationToken.IsCancellationRequested;

    /// <inheritdoc/>
    protected override bool OnHasPosition() => true;

    /// <inheritdoc/>
    protected override bool OnHasLength() => true;

    /// <inheritdoc/>
    protected override bool OnRewind() => OnSeek(0);

    /// <inheritdoc/>
    protected override nint OnGetPosition() => (nint)position;

    /// <inheritdoc/>
    protected override nint OnGetLength() => (nint)length;

    /// <inheritdoc/>
    protected override bool OnSeek(nint position)
    {
        if (position < 0)
            return false;
        (this.position, part, offset) = (0, 0, 0);
        _ = OnRead(0, (nint)Math.Min(position, length));
        return true;
    }

    /// <inheritdoc/>
    protected override bool OnMove(int offset) => OnSeek((nint)(position + offset));

    /// <inheritdoc/>
    protected override nint OnCreateNew() => 0;
}
