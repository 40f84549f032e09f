using System.Security.Cryptography;
using System.Text;
using Qwen.Shared.Files;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// A file on its way: <c>name.part</c> grows, is hashed while it grows, and gets its name only when size and hash are right.
/// What is there when a download breaks off stays for the next call.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly HubFile file;
    private readonly string path;
    private readonly FileStream stream;
    private readonly IncrementalHash hash;

    private PartialFile(HubFile file, string path, FileStream stream)
    {
        this.file = file;
        this.path = path;
        this.stream = stream;
        hash = CreateHash(file);
    }

    /// <summary>Bytes so far.</summary>
    public long Length => stream.Position;

    /// <summary>Whether it is still open and nothing has come.</summary>
    public bool IsEmpty => stream.CanSeek && stream.Length == 0;

    private string PartPath => path + ".part";

    /// <summary>Whether a finished file of this content is there already.</summary>
    public static async Task<bool> IsCompleteAsync(HubFile file, string path, CancellationToken cancellationToken)
    {
        return await Guard(path, Check).ConfigureAwait(false);

        async Task<bool> Check()
        {
            if (!File.Exists(path) || (file.Size is { } size && new FileInfo(path).Length != size))
                return false;
            if (!file.HasHash)
                return file.Size is not null;
            var existing = new FileStream(RegularFile.Open(path)!.Value.Handle, FileAccess.Read, bufferSize: 0);
            await using (existing.ConfigureAwait(false))
            {
                using var hash = CreateHash(file);
                await HashAsync(existing, hash, cancellationToken).ConfigureAwait(false);
                return Matches(file, hash);
            }
        }
    }

    /// <summary>Opens or makes the part. What is there already is kept only where the end result can be checked.</summary>
    public static Task<PartialFile> OpenAsync(HubFile file, string path, CancellationToken cancellationToken)
    {
        return Guard(path, Open);

        async Task<PartialFile> Open()
        {
            var stream = RegularFile.OpenOrCreate(path + ".part", FileOptions.Asynchronous);
            var part = new PartialFile(file, path, stream);
            try
            {
                if (!file.HasHash || stream.Length > file.Size)
                    part.Restart();
                else
                    await HashAsync(stream, part.hash, cancellationToken).ConfigureAwait(false);
                return part;
            }
            catch
            {
                part.Dispose();
                throw;
            }
        }
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <exception cref="QwenException">The disk is full or refuses.</exception>
    public Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => Guard(path, async () =>
    {
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        hash.AppendData(bytes.Span);
        return true;
    });

    /// <summary>Starts again from nothing.</summary>
    public void Restart()
    {
        try
        {
            stream.SetLength(0);
            stream.Position = 0;
        }
        catch (IOException error)
        {
            throw Unwritable(path, error);
        }

        hash.GetHashAndReset();
        AppendGitHeader(file, hash);
    }

    /// <summary>Checks the hash and gives the file its name; with a wrong hash nothing is left and the answer is false.</summary>
    public Task<bool> TryFinishAsync(CancellationToken cancellationToken) => Guard(path, () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Matches(file, hash))
        {
            Discard();
            return Task.FromResult(false);
        }

        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(PartPath, path, overwrite: true);
        return Task.FromResult(true);
    });

    /// <summary>Removes the part: its content is not to be continued.</summary>
    public void Discard()
    {
        stream.Dispose();
        try
        {
            File.Delete(PartPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // the reason for discarding is the error to report; a part that stays is checked again next time
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        hash.Dispose();
    }

    private static async Task HashAsync(FileStream stream, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            hash.AppendData(buffer, 0, read);
    }

    private static IncrementalHash CreateHash(HubFile file)
    {
#pragma warning disable CA5350 // git's object ids are SHA-1; they guard against accidents here, large files have SHA-256
        var hash = IncrementalHash.CreateHash(file.Sha256 is null ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
#pragma warning restore CA5350
        AppendGitHeader(file, hash);
        return hash;
    }

    private static void AppendGitHeader(HubFile file, IncrementalHash hash)
    {
        if (file.Sha256 is null && file.Size is { } size)
            hash.AppendData(Encoding.ASCII.GetBytes($"blob {size}\0"));
    }

    private static bool Matches(HubFile file, IncrementalHash hash)
        => !file.HasHash || Convert.ToHexStringLower(hash.GetCurrentHash()) == (file.Sha256 ?? file.GitId);

    private static async Task<T> Guard<T>(string path, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, error);
        }
    }

    private static QwenException Unwritable(string path, Exception error)
        => new(
            $"{path} cannot be written: {error.Message} Make room, or end the other download into this folder, "
            + "and run the same call again.",
            error);
}
