using System.Security.Cryptography;
using System.Text.Json;
using Qwen.Shared.Files;

namespace Qwen.Screens;

/// <summary>
/// Appends every attempt as one line of JSON to a file. Pictures stand in it by their SHA-256; their pixels are kept only where a folder
/// for them is named. Safe for concurrent use.
/// </summary>
public sealed class FileScreenAudit : IScreenAudit, IDisposable
{
    private readonly FileStream file;
    private readonly string? pictureFolder;
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Opens the file, which is made where it is missing and never shortened.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pictureFolder">Where pictures are kept as files named by their hash; null for nowhere.</param>
    /// <exception cref="VisionLanguage.QwenException">A pipe, a device or a folder is there.</exception>
    public FileScreenAudit(string path, string? pictureFolder = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (new FileInfo(path) is { LinkTarget: not null } link)
            path = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName; // the caller's own link is the caller's wish
        file = RegularFile.OpenOrCreate(path, sharing: FileShare.Read);
        file.Seek(0, SeekOrigin.End);
        this.pictureFolder = pictureFolder is null ? null : Directory.CreateDirectory(pictureFolder).FullName;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ScreenAttempt attempt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var entry = new AuditEntry
        {
            Time = attempt.Time,
            Screen = attempt.Screen,
            Number = attempt.Number,
            Action = attempt.Action,
            Risk = attempt.Risk,
            Label = attempt.Label,
            Outcome = attempt.Outcome,
            Reason = attempt.Reason,
            App = attempt.Before?.Place?.App,
            Address = attempt.Before?.Place?.Address,
            AppAfter = attempt.After?.Place?.App,
            AddressAfter = attempt.After?.Place?.Address,
            Before = Keep(attempt.Before),
            After = Keep(attempt.After),
        };
        var line = JsonSerializer.SerializeToUtf8Bytes(entry, ScreensJsonContext.Default.AuditEntry);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // one write for the whole line, so that a reader or a crash never sees half of one
            await file.WriteAsync((byte[])[.. line, (byte)'\n'], CancellationToken.None).ConfigureAwait(false);
            await file.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        gate.Dispose();
    }

    private string? Keep(ScreenShot? shot)
    {
        if (shot is null)
            return null;
        var hash = Convert.ToHexStringLower(SHA256.HashData(shot.Png.Span));
        if (pictureFolder is null)
            return hash;
        var path = Path.Combine(pictureFolder, hash + ".png");
        if (!File.Exists(path))
            WholeFile.Write(path, shot.Png.Span);
        return hash;
    }
}
