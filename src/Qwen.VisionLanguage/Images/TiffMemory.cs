using BitMiracle.LibTiff.Classic;

namespace Qwen.VisionLanguage.Images;

/// <summary>A file in memory for LibTiff. Cancelled, it throws, which ends the decoder wherever it is.</summary>
internal sealed class TiffMemory(ReadOnlyMemory<byte> file, CancellationToken cancellationToken) : TiffStream
{
    private long position;

    /// <inheritdoc/>
    public override int Read(object clientData, byte[] buffer, int offset, int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = (int)Math.Clamp(file.Length - position, 0, count);
        if (read > 0)
            file.Span.Slice((int)position, read).CopyTo(buffer.AsSpan(offset));
        position += read;
        return read;
    }

    /// <inheritdoc/>
    public override long Seek(object clientData, long offset, SeekOrigin origin)
    {
        position = Math.Max(0, origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            _ => file.Length + offset,
        });
        return position;
    }

    /// <inheritdoc/>
    public override long Size(object clientData) => file.Length;

    /// <inheritdoc/>
    public override void Write(object clientData, byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A picture that is read is not written.");

    /// <inheritdoc/>
    public override void Close(object clientData)
    {
    }
}
