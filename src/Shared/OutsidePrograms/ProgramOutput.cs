using System.Runtime.CompilerServices;
using System.Text;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>What a program writes: bounded in bytes, and sure to end soon after the program does.</summary>
/// <param name="stream">The pipe.</param>
/// <param name="limit">Most bytes.</param>
/// <param name="life">Ends the program where they are more.</param>
/// <param name="isWaitedFor">Whether who reads here waits for the program; if not, the reading goes on beside the work.</param>
internal sealed class ProgramOutput(Stream stream, long limit, ProgramLife life, bool isWaitedFor = true) : Stream
{
    /// <summary>Longest line that <see cref="ReadLinesAsync"/> gives; what is beyond it in a line is read and dropped.</summary>
    public const int MaxLineLength = 1 << 14;

    private readonly TaskCompletionSource atEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long count;

    /// <summary>Completes when all has been read.</summary>
    public Task AtEnd => atEnd.Task;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads; the program's own token counts, which its caller's cancels.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await ReadWaitingAsync(buffer).ConfigureAwait(false);
        count += read;
        life.Note(read);
        if (count > limit)
        {
            life.EndFor(ProgramEnd.Output);
            life.ThrowIfEnded();
        }

        if (read == 0 && buffer.Length > 0)
            atEnd.TrySetResult();
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads text line by line.</summary>
    public async IAsyncEnumerable<string> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var bytes = new byte[1 << 16];
        var line = new List<byte>();
        int read;
        while ((read = await ReadAsync(bytes, cancellationToken).ConfigureAwait(false)) > 0)
        {
            for (var rest = bytes.AsMemory(0, read); !rest.IsEmpty;)
            {
                var end = rest.Span.IndexOf((byte)'\n');
                var piece = end < 0 ? rest : rest[..end];
                line.AddRange(piece.Span[..Math.Min(piece.Length, MaxLineLength - line.Count)]);
                if (end < 0)
                    break;
                yield return TakeText(line);
                rest = rest[(end + 1)..];
            }
        }

        if (line.Count > 0)
            yield return TakeText(line);
    }

    /// <summary>Reads all that is left.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var bytes = new MemoryStream();
        await CopyToAsync(bytes, CancellationToken.None).ConfigureAwait(false);
        return bytes.ToArray();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    private static string TakeText(List<byte> line)
    {
        var text = Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line));
        line.Clear();
        return text.TrimEnd('\r');
    }

    private async ValueTask<int> ReadWaitingAsync(Memory<byte> buffer)
    {
        if (!isWaitedFor)
            return await ReadOrEndAsync(buffer).ConfigureAwait(false);
        life.BeginWait();
        try
        {
            return await ReadOrEndAsync(buffer).ConfigureAwait(false);
        }
        finally
        {
            life.EndWait();
        }
    }

    private async ValueTask<int> ReadOrEndAsync(Memory<byte> buffer)
    {
        if (!life.Orphaned.IsCancellationRequested)
        {
            try
            {
                return await stream.ReadAsync(buffer, life.OrphanedOrEnded).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                life.ThrowIfEnded();
            }
        }

        // the program has ended: what it wrote is in the pipe already, and whoever keeps the pipe open is not waited for
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(life.Ended);
        moment.CancelAfter(ProgramLife.Patience);
        try
        {
            return await stream.ReadAsync(buffer, moment.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            life.ThrowIfEnded();
            return 0;
        }
    }
}
