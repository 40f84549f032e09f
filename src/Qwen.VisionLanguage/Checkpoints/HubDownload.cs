using System.Buffers;
using System.Net;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Brings one file: goes on where it stopped, checks size and hash, gives it its name at the end.</summary>
internal sealed class HubDownload(HubTransport transport, HubRetry retry, HubProgress progress)
{
    private const int BufferBytes = 1 << 18;

    /// <summary>Brings the file, unless it is there already: nothing is reported then.</summary>
    /// <returns>Whether it was brought.</returns>
    /// <exception cref="QwenException">It cannot be had, or has wrong content twice.</exception>
    public async Task<bool> RunAsync(Uri address, HubFile file, string path, CancellationToken cancellationToken)
    {
        if (await PartialFile.IsCompleteAsync(file, path, cancellationToken).ConfigureAwait(false))
        {
            progress.Skip(new FileInfo(path).Length);
            return false;
        }

        // twice, because the old part may belong to another version
        if (!await TryAsync(address, file, path, cancellationToken).ConfigureAwait(false)
            && !await TryAsync(address, file, path, cancellationToken).ConfigureAwait(false))
        {
            throw new QwenException(
                $"{address} was downloaded twice and both times its content does not have the hash that the hub lists. "
                    + "A proxy or a mirror changes it; nothing was kept.");
        }

        progress.Finish(file, new FileInfo(path).Length);
        return true;
    }

    private async Task<bool> TryAsync(Uri address, HubFile file, string path, CancellationToken cancellationToken)
    {
        using var part = await PartialFile.OpenAsync(file, path, cancellationToken).ConfigureAwait(false);
        try
        {
            await retry.RunAsync(
                () => AttemptAsync(address, file, part, cancellationToken), () => part.Length, cancellationToken).ConfigureAwait(false);
        }
        catch when (part.IsEmpty)
        {
            part.Discard(); // nothing to go on with: the file is not there, or nobody answered
            throw;
        }

        return await part.TryFinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> AttemptAsync(Uri address, HubFile file, PartialFile part, CancellationToken cancellationToken)
    {
        if (part.Length == file.Size)
            return true;
        if (!file.HasHash)
            part.Restart();

        using var response = await transport.GetAsync(address, part.Length, cancellationToken).ConfigureAwait(false);
        Align(address, response, part);
        if (file.Size is { } size && response.Content.Headers.ContentLength is { } rest && part.Length + rest != size)
        {
            var found = part.Length + rest;
            part.Discard();
            throw new QwenException(
                $"{address} has {found} bytes, the hub lists {size}. A proxy or a mirror changes the file; nothing was kept.");
        }

        await CopyAsync(address, response, file, part, cancellationToken).ConfigureAwait(false);
        if (part.Length < file.Size)
            throw new HubTransientException($"{address} ended after {part.Length} of {file.Size} bytes.");
        return true;
    }

    // makes the part's end and the answer's start meet
    private static void Align(Uri address, HttpResponseMessage response, PartialFile part)
    {
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            part.Restart();
            throw new HubTransientException($"{address} cannot be continued (416).");
        }

        if (response.StatusCode == HttpStatusCode.PartialContent)
        {
            if (response.Content.Headers.ContentRange?.From == part.Length)
                return;
            part.Restart();
            throw new HubTransientException($"{address} was continued at another place than asked for.");
        }

        // the whole file, though a piece was asked for
        if (part.Length > 0)
            part.Restart();
    }

    private async Task CopyAsync(
        Uri address, HttpResponseMessage response, HubFile file, PartialFile part, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int read;
            while ((read = await transport.ReadAsync(body, buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (part.Length + read > file.Size)
                {
                    part.Discard();
                    throw new QwenException(
                        $"{address} sends more than the {file.Size} bytes that the hub lists. A proxy or a mirror changes the file; "
                        + "nothing was kept.");
                }

                await part.AppendAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                progress.Report(file, part.Length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
