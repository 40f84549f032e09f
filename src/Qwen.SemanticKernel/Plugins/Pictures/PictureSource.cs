using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;

namespace Qwen.SemanticKernel.Plugins.Pictures;

/// <summary>Gets the bytes of a picture, however a caller or another model hands it over.</summary>
internal sealed class PictureSource(QwenPictureOptions options)
{
    /// <summary>What a function says of its picture parameter.</summary>
    public const string Description = "The picture: a data URI, the path of a file in an allowed folder, or the content itself.";

    private const string Accepted =
        "Give the bytes of a picture file, an ImageContent or DataContent, a data URI, or the path of a file in an allowed folder.";

    private readonly AllowedFolders folders = new(options.AllowedFolders);

    /// <summary>The bytes of the picture file.</summary>
    /// <exception cref="QwenException">It is no picture, or lies where nothing may be read.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(object? picture, CancellationToken cancellationToken) => picture switch
    {
        null => throw new QwenException("There is no picture. " + Accepted),
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes,
        Memory<byte> bytes => bytes,
        DataContent data => data.Data,
        UriContent uri => await ReadAddressAsync(uri.Uri, cancellationToken).ConfigureAwait(false),
        BinaryContent { Data: { } data } => data,
        BinaryContent { Uri: { } address } => await ReadAddressAsync(address, cancellationToken).ConfigureAwait(false),
        Uri address => await ReadAddressAsync(address, cancellationToken).ConfigureAwait(false),
        string text => await ReadTextAsync(text, cancellationToken).ConfigureAwait(false),
        JsonElement { ValueKind: JsonValueKind.String } json =>
            await ReadTextAsync(json.GetString()!, cancellationToken).ConfigureAwait(false),
        _ => throw new QwenException($"A picture cannot be read from {picture.GetType().Name}. " + Accepted),
    };

    private async ValueTask<ReadOnlyMemory<byte>> ReadTextAsync(string text, CancellationToken cancellationToken)
    {
        text = text.Trim();
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return ReadDataUri(text);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address))
            return await ReadAddressAsync(address, cancellationToken).ConfigureAwait(false);
        if (text.Length == 0 || text.AsSpan().ContainsAny(Path.GetInvalidPathChars()))
            throw new QwenException($"'{Shorten(text)}' is no picture. " + Accepted);
        return await ReadAddressAsync(new Uri(Path.GetFullPath(text)), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAddressAsync(Uri address, CancellationToken cancellationToken)
    {
        if (!address.IsAbsoluteUri)
            return await ReadTextAsync(address.OriginalString, cancellationToken).ConfigureAwait(false);
        switch (address.Scheme)
        {
            case "data":
                return ReadDataUri(address.OriginalString);

            case "file":
                return await ReadFileAsync(address, cancellationToken).ConfigureAwait(false);

            case "http" or "https" when options.MediaFetcher is { } fetcher:
                return (await fetcher.FetchAsync(address, cancellationToken).ConfigureAwait(false)).Data;

            case "http" or "https":
                throw new QwenException(
                    $"'{address}' is a network address, and nothing is fetched unless the host sets QwenPictureOptions.MediaFetcher. "
                    + Accepted);

            default:
                throw new QwenException($"'{Shorten(address.OriginalString)}' has an address that cannot be read. " + Accepted);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadFileAsync(Uri address, CancellationToken cancellationToken)
    {
        if (options.AllowedFolders.Count == 0)
            throw new QwenException(
                $"'{address}' is a file, and no folder is allowed: the host sets QwenPictureOptions.AllowedFolders. " + Accepted);
        var file = new FileInfo(folders.Resolve(address));
        if (file.Length > options.Limits.MaxBytes)
            throw new QwenException(
                $"'{address}' has {file.Length} bytes, more than the limit of {options.Limits.MaxBytes}. Make it smaller.");
        try
        {
            return await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"'{address}' cannot be read: {error.Message}", error);
        }
    }

    private static ReadOnlyMemory<byte> ReadDataUri(string text)
    {
        try
        {
            return new DataContent(text).Data;
        }
        catch (Exception error) when (error is UriFormatException or FormatException or ArgumentException)
        {
            throw new QwenException(
                $"The data URI '{Shorten(text)}' is damaged: {error.Message} Write data:image/png;base64, and the bytes.", error);
        }
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
