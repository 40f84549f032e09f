using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Media;

/// <summary>Finds a picture or video, however a caller or another model hands it over: bytes in memory, or a file that may be read.</summary>
/// <param name="kind">"picture" or "video", for messages.</param>
/// <param name="mediaType">The media type of an example.</param>
/// <param name="optionsName">The options that allow folders and fetching, for messages.</param>
/// <param name="allowedFolders">Folders whose files may be named.</param>
/// <param name="fetcher">Gets network addresses; null: they are refused.</param>
public sealed class MediaSource(
    string kind, string mediaType, string optionsName, IReadOnlyList<string> allowedFolders, IMediaFetcher? fetcher)
{
    private readonly AllowedFolders folders = new(allowedFolders);

    private readonly string accepted =
        $"Give the bytes of a {kind} file, a DataContent, "
        + "a data URI, or the path of a file in an allowed folder.";

    /// <summary>The bytes, or else the open file, which the caller disposes.</summary>
    /// <exception cref="QwenException">It is none, or lies where nothing may be read.</exception>
    public async ValueTask<(ReadOnlyMemory<byte> Bytes, SourceFile? File)> FindAsync(object? media, CancellationToken cancellationToken) => media switch
    {
        null => throw new QwenException($"There is no {kind}. " + accepted),
        byte[] bytes => (bytes, null),
        ReadOnlyMemory<byte> bytes => (bytes, null),
        Memory<byte> bytes => (bytes, null),
        DataContent data => (data.Data, null),
        UriContent uri => await FindAddressAsync(uri.Uri, cancellationToken).ConfigureAwait(false),
        Uri address => await FindAddressAsync(address, cancellationToken).ConfigureAwait(false),
        string text => await FindTextAsync(text, cancellationToken).ConfigureAwait(false),
        JsonElement { ValueKind: JsonValueKind.String } json =>
            await FindTextAsync(json.GetString()!, cancellationToken).ConfigureAwait(false),
        _ => throw new QwenException($"A {kind} cannot be read from {media.GetType().Name}. " + accepted),
    };

    private async ValueTask<(ReadOnlyMemory<byte> Bytes, SourceFile? File)> FindTextAsync(string text, CancellationToken cancellationToken)
    {
        text = text.Trim();
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return (ReadDataUri(text), null);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address))
            return await FindAddressAsync(address, cancellationToken).ConfigureAwait(false);
        if (text.Length == 0 || text.AsSpan().ContainsAny(Path.GetInvalidPathChars()))
            throw new QwenException($"'{Shorten(text)}' is no {kind}. " + accepted);
        return await FindAddressAsync(new Uri(Path.GetFullPath(text)), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(ReadOnlyMemory<byte> Bytes, SourceFile? File)> FindAddressAsync(Uri address, CancellationToken cancellationToken)
    {
        if (!address.IsAbsoluteUri)
            return await FindTextAsync(address.OriginalString, cancellationToken).ConfigureAwait(false);
        switch (address.Scheme)
        {
            case "data":
                return (ReadDataUri(address.OriginalString), null);

            case "file" when allowedFolders.Count == 0:
                throw new QwenException(
                    $"'{address}' is a file, and no folder is allowed: the host sets {optionsName}.AllowedFolders. " + accepted);

            case "file":
                return (default, folders.Open(address));

            case "http" or "https" when fetcher is not null:
                return ((await fetcher.FetchAsync(address, cancellationToken).ConfigureAwait(false)).Data, null);

            case "http" or "https":
                throw new QwenException(
                    $"'{address}' is a network address, and nothing is fetched unless the host sets {optionsName}.MediaFetcher. " + accepted);

            default:
                throw new QwenException($"'{Shorten(address.OriginalString)}' has an address that cannot be read. " + accepted);
        }
    }

    private ReadOnlyMemory<byte> ReadDataUri(string text)
    {
        try
        {
            return new DataContent(text).Data;
        }
        catch (Exception error) when (error is UriFormatException or FormatException or ArgumentException)
        {
            throw new QwenException(
                $"The data URI '{Shorten(text)}' is damaged: {error.Message} Write data:{mediaType};base64, and the bytes.", error);
        }
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
