using System.Buffers.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Media;

/// <summary>
/// Pictures, videos and PDF files that were written as text: a data URI, or plain base64 whose bytes have the signature of one.
/// </summary>
internal static partial class EncodedMedia
{
    // shorter ones are words, and no picture
    private const int ShortestBase64 = 40;

    /// <summary>What a whole text stands for; null for a text that only is one.</summary>
    /// <exception cref="QwenException">It is the data URI of a picture or video whose bytes are damaged.</exception>
    public static DataContent? Read(string text, string? mediaType = null)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? ReadUri(trimmed)
            : ReadBase64(trimmed, mediaType);
    }

    /// <summary>Text and media of a text that holds data URIs among its words, as Markdown does; null where it holds none.</summary>
    public static IReadOnlyList<AIContent>? Split(string text)
    {
        if (!text.Contains("data:", StringComparison.OrdinalIgnoreCase))
            return null;
        List<AIContent> contents = [];
        var end = 0;
        foreach (var match in Uris.EnumerateMatches(text))
        {
            if (!Base64.IsValid(text.AsSpan(match.Index, match.Length)[(text.AsSpan(match.Index).IndexOf(',') + 1)..]))
                continue;
            if (match.Index > end)
                contents.Add(new TextContent(text[end..match.Index]));
            contents.Add(new DataContent(text.Substring(match.Index, match.Length)));
            end = match.Index + match.Length;
        }

        if (contents.Count > 0 && end < text.Length)
            contents.Add(new TextContent(text[end..]));
        return contents.Count > 0 ? contents : null;
    }

    /// <summary>Bytes that somebody said are a medium.</summary>
    /// <param name="base64">The bytes.</param>
    /// <param name="mediaType">What they are said to be; the bytes decide where it is no media type.</param>
    /// <exception cref="QwenException">They are no base64.</exception>
    public static DataContent Decode(string base64, string? mediaType)
    {
        if (!Base64.IsValid(base64))
            throw new QwenException($"The {mediaType ?? "picture"} holds {base64.Length} characters that are not base64.");
        return Create(Convert.FromBase64String(base64), mediaType);
    }

    private static DataContent? ReadUri(ReadOnlySpan<char> text)
    {
        var isMedium = Medium.IsMatch(text) && text.Contains(',');
        try
        {
            return isMedium ? new DataContent(text.ToString()) : null;
        }
        catch (Exception error) when (error is UriFormatException or FormatException or ArgumentException)
        {
            var head = text[..Math.Min(text.IndexOf(','), 40)];
            throw new QwenException($"The data URI '{head}, ...' is damaged: write data:image/png;base64, and the bytes.", error);
        }
    }

    private static DataContent? ReadBase64(ReadOnlySpan<char> text, string? mediaType)
    {
        if (text.Length < ShortestBase64 || !Base64.IsValid(text))
            return null;
        var bytes = Convert.FromBase64String(text.ToString());
        return MediaSniffer.Detect(bytes) is MediaKind.Image or MediaKind.Video or MediaKind.Pdf ? Create(bytes, mediaType) : null;
    }

    private static DataContent Create(byte[] bytes, string? mediaType)
    {
        try
        {
            if (!string.IsNullOrWhiteSpace(mediaType))
                return new DataContent(bytes, mediaType);
        }
        catch (ArgumentException)
        {
            // "png": the bytes decide
        }

        return new DataContent(bytes, MediaSniffer.GuessType(bytes));
    }

    [GeneratedRegex("^data:(image|video)/|^data:application/pdf", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Medium { get; }

    [GeneratedRegex(
        "data:(image|video)/[a-z0-9.+-]+(;[a-z0-9=.-]+)*;base64,[a-z0-9+/]{16,}={0,2}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Uris { get; }
}
