using System.Buffers.Text;
using Microsoft.Extensions.AI;
using Qwen.Shared.Media;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI.Media;

/// <summary>
/// Finds pictures and videos, by one set of rules for clients and tasks: what is in memory is taken as it is, a file is read below allowed
/// folders only, and an address of the network is fetched by the application's own fetcher or not at all. Safe for concurrent use.
/// </summary>
public sealed class MediaResolver
{
    // no system has longer names of files; shorter texts may be words
    private const int LongestName = 255;
    private const int LongestWord = 200;

    private readonly AllowedFolders? folders;
    private readonly IMediaFetcher? fetcher;
    private readonly string kind;
    private readonly string mediaType;
    private readonly string foldersSetting;
    private readonly string? fetcherSetting;
    private readonly string accepted;

    /// <summary>Makes a resolver.</summary>
    /// <param name="kind">What is looked for, for messages: "picture", "video".</param>
    /// <param name="mediaType">The media type of an example, for messages.</param>
    /// <param name="allowedFolders">Folders whose files may be named, subfolders included; links in them are followed now.</param>
    /// <param name="foldersSetting">What a host sets to allow folders, for messages.</param>
    /// <param name="fetcher">Gets addresses of the network; null: they are refused.</param>
    /// <param name="fetcherSetting">What a host sets to have them fetched, for messages; null where nothing is ever fetched.</param>
    public MediaResolver(
        string kind,
        string mediaType,
        IEnumerable<string> allowedFolders,
        string foldersSetting,
        IMediaFetcher? fetcher,
        string? fetcherSetting)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(mediaType);
        ArgumentNullException.ThrowIfNull(allowedFolders);
        ArgumentException.ThrowIfNullOrEmpty(foldersSetting);
        (this.kind, this.mediaType, this.foldersSetting) = (kind, mediaType, foldersSetting);
        (this.fetcher, this.fetcherSetting) = (fetcher, fetcherSetting);
        string[] allowed = [.. allowedFolders];
        folders = allowed.Length == 0 ? null : new AllowedFolders(allowed, foldersSetting);
        accepted = $"Give the bytes of a {kind} file, a DataContent, a data URI, or the path of a file in an allowed folder.";
    }

    /// <summary>Finds a medium.</summary>
    /// <param name="media">Where it lies; null is refused with a sentence.</param>
    /// <param name="cancellationToken">Stops the fetcher.</param>
    /// <returns>What was found, for the caller to dispose.</returns>
    /// <exception cref="QwenException">There is none, or it lies where nothing may be read; the message says what to do.</exception>
    public async ValueTask<ResolvedMedia> ResolveAsync(MediaSource? media, CancellationToken cancellationToken)
    {
        if (media is null)
            throw new QwenException($"There is no {kind}. " + accepted);
        return media.Value switch
        {
            ReadOnlyMemory<byte> bytes => new ResolvedMedia(bytes, media.MediaType),
            RgbImage picture => new ResolvedMedia(picture),
            OpenVideo video => new ResolvedMedia(video),
            Uri address => await FindAddressAsync(address, media.MediaType, cancellationToken).ConfigureAwait(false),
            var text => await FindTextAsync((string)text, media.MediaType, cancellationToken).ConfigureAwait(false),
        };
    }

    private async ValueTask<ResolvedMedia> FindTextAsync(string text, string? declared, CancellationToken cancellationToken)
    {
        text = text.Trim();
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return ReadDataUri(text);
        if (EncodedMedia.Read(text) is { } encoded)
            return new ResolvedMedia(encoded.Data, encoded.MediaType);
        if (IsNoAddress(text))
            throw new QwenException($"A text of {text.Length} characters is no {kind}, nor the base64 of one. " + accepted);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address))
            return await FindAddressAsync(address, declared, cancellationToken).ConfigureAwait(false);
        if (text.Length == 0 || text.AsSpan().ContainsAny(Path.GetInvalidPathChars()))
            throw new QwenException($"'{Shorten(text)}' is no {kind}. " + accepted);
        return await FindAddressAsync(new Uri(Path.GetFullPath(text)), declared, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ResolvedMedia> FindAddressAsync(Uri address, string? declared, CancellationToken cancellationToken)
    {
        if (!address.IsAbsoluteUri)
            return await FindTextAsync(address.OriginalString, declared, cancellationToken).ConfigureAwait(false);
        return address.Scheme switch
        {
            "data" => ReadDataUri(address.OriginalString),
            "file" when folders is null => throw new QwenException(
                $"'{Shorten(address.OriginalString)}' is a file, and no folder is allowed: the host sets {foldersSetting}. " + accepted),
            "file" => new ResolvedMedia(folders.Open(address), declared),
            "http" or "https" when fetcher is not null => await FetchAsync(fetcher, address, cancellationToken).ConfigureAwait(false),
            "http" or "https" => throw new QwenException(
                $"'{Shorten(address.OriginalString)}' is a network address, and nothing is fetched"
                + (fetcherSetting is null ? ". " : $" unless the host sets {fetcherSetting}. ") + accepted),
            _ => throw new QwenException($"'{Shorten(address.OriginalString)}' has an address that cannot be read. " + accepted),
        };
    }

    private static async Task<ResolvedMedia> FetchAsync(IMediaFetcher fetcher, Uri address, CancellationToken cancellationToken)
    {
        var fetched = await fetcher.FetchAsync(address, cancellationToken).ConfigureAwait(false);
        return new ResolvedMedia(fetched.Data, fetched.MediaType);
    }

    // what is meant as bytes and holds none is not repeated: it may be long, and is nobody's to read
    private static bool IsNoAddress(string text) => text.Length > LongestWord
        && (Base64.IsValid(text) || text.Split('/', '\\', '?', '&').Any(part => part.Length > LongestName)
            || !text.AsSpan().ContainsAny(":."));

    private ResolvedMedia ReadDataUri(string text)
    {
        try
        {
            var content = new DataContent(text);
            return new ResolvedMedia(content.Data, content.MediaType);
        }
        catch (Exception error) when (error is UriFormatException or FormatException or ArgumentException)
        {
            throw new QwenException(
                $"The data URI '{Shorten(text.Split(',')[0])}, ...' is damaged: {error.Message} "
                + $"Write data:{mediaType};base64, and the bytes.",
                error);
        }
    }

    private static string Shorten(string text) => text.Length <= 200 ? text : text[..197] + "...";
}
