using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Orleans.Files;

/// <summary>Brings the bytes of items to this silo, by the rules that hold for media everywhere, and knows their hashes.</summary>
internal sealed class FileBringer(IOptions<QwenFarmOptions> options, OtherSilos others)
{
    private static readonly string[] Films = [".mp4", ".mkv", ".mov", ".webm", ".avi", ".m4v", ".mpg", ".mpeg", ".ts"];

    private readonly Lazy<MediaResolver> resolver = new(() => CreateResolver(options.Value, options.Value.MediaFetcher));

    private readonly Lock gate = new();
    private (string Path, long Length, DateTime Written, FarmFile File)? last;

    /// <summary>Finds files by a silo's own rules.</summary>
    /// <param name="options">Which folders.</param>
    /// <param name="fetcher">Gets addresses; null: they are refused.</param>
    public static MediaResolver CreateResolver(QwenFarmOptions options, IMediaFetcher? fetcher) => new(
        "file",
        "image/png",
        options.AllowedFolders,
        $"{nameof(QwenFarmOptions)}.{nameof(QwenFarmOptions.AllowedFolders)}",
        fetcher,
        $"{nameof(QwenFarmOptions)}.{nameof(QwenFarmOptions.MediaFetcher)}");

    /// <summary>Whether a file is a film, by its name.</summary>
    public static bool IsFilm(string file) => Films.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>Brings a file. The one that was brought last is kept: pages of a document come one after the other.</summary>
    /// <exception cref="QwenException">Neither this silo nor another one has it, or may read it.</exception>
    /// <exception cref="SiloFaultException">It may be had later.</exception>
    public async Task<FarmFile> BringAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await BringOwnAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (QwenException) when (OtherSilos.MayHave(file))
        {
            if (await others.BringAsync(file, cancellationToken).ConfigureAwait(false) is { } brought)
                return brought;
            throw;
        }
    }

    private async Task<FarmFile> BringOwnAsync(string file, CancellationToken cancellationToken)
    {
        using var media = await resolver.Value.ResolveAsync(file, cancellationToken).ConfigureAwait(false);
        if (media.File is not { } source)
        {
            if (media.Bytes.Length > options.Value.MaxFileBytes)
                throw new QwenException($"'{file}' has {media.Bytes.Length} bytes, more than the limit of {options.Value.MaxFileBytes}.");
            return new FarmFile { Bytes = media.Bytes, Hash = Convert.ToHexStringLower(SHA256.HashData(media.Bytes.Span)) };
        }

        var (length, written) = (source.Length, source.Written);
        lock (gate)
        {
            if (last is { } kept && kept.Path == source.Path && kept.Length == length && kept.Written == written)
                return kept.File;
        }

        var brought = IsFilm(source.Path)
            ? new FarmFile { Path = source.Path, Hash = await HashAsync(source, cancellationToken).ConfigureAwait(false) }
            : await ReadAsync(source, cancellationToken).ConfigureAwait(false);
        lock (gate)
            last = (source.Path, length, written, brought);
        return brought;
    }

    /// <summary>Opens a film, without reading all of it where it lies here.</summary>
    /// <exception cref="QwenException">It cannot be had, or is no film.</exception>
    public async Task<OpenVideo> OpenFilmAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenFilmAsync(resolver.Value, file, cancellationToken).ConfigureAwait(false);
        }
        catch (QwenException) when (OtherSilos.MayHave(file))
        {
            if (await others.BringAsync(file, cancellationToken).ConfigureAwait(false) is { } brought)
                return await OpenVideo.OpenAsync(brought.Bytes, null, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a film that a resolver finds.</summary>
    /// <exception cref="QwenException">It cannot be had, or is no film.</exception>
    public static async Task<OpenVideo> OpenFilmAsync(MediaResolver resolver, string file, CancellationToken cancellationToken)
    {
        var media = await resolver.ResolveAsync(file, cancellationToken).ConfigureAwait(false);
        try
        {
            return media.File is { } source
                ? await OpenVideo.OpenAsync(source, null, cancellationToken).ConfigureAwait(false)
                : await OpenVideo.OpenAsync(media.Bytes, null, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            media.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file as far as a silo takes it.</summary>
    /// <exception cref="QwenException">It is larger, or cannot be read.</exception>
    public static Task<byte[]> ReadAllAsync(SourceFile source, QwenFarmOptions options, CancellationToken cancellationToken) =>
        source.ReadAllAsync(
            options.MaxFileBytes, $"{nameof(QwenFarmOptions)}.{nameof(QwenFarmOptions.MaxFileBytes)}", cancellationToken);

    private async Task<FarmFile> ReadAsync(SourceFile source, CancellationToken cancellationToken)
    {
        var bytes = await ReadAllAsync(source, options.Value, cancellationToken).ConfigureAwait(false);
        return new FarmFile { Bytes = bytes, Path = source.Path, Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    }

    private static async Task<string> HashAsync(SourceFile source, CancellationToken cancellationToken)
    {
        const int Step = 1 << 20;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var at = 0L; ; at += Step)
        {
            var bytes = await Task.Run(() => source.Read(at, Step), cancellationToken).ConfigureAwait(false);
            hash.AppendData(bytes);
            if (bytes.Length < Step)
                return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
