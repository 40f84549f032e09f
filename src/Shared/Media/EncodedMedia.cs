using System.Buffers;
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

    private static readonly SearchValues<char> UnfilledLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>What a whole text stands for; null for a text that only is one.</summary>
    /// <exception cref="QwenException">It is the data URI of a picture or video whose bytes are damaged.</exception>
    public static DataContent? Read(string text, string? mediaType = null)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? ReadUri(trimmed) ?? ReadBase64(BytesOf(trimmed), mediaType)
            : ReadBase64(trimmed, mediaType);
    }

    /// <summary>What bytes are that a program wrote as a list of numbers; null where they are no medium.</summary>
    public static DataContent? Read(byte[] bytes, string? mediaType) =>
        MediaSniffer.Detect(bytes) is MediaKind.Image or MediaKind.Video or MediaKind.Pdf ? Create(bytes, mediaType) : null;

    // the bytes of a data URI that does not say what they are, or says that they are anything
    private static ReadOnlySpan<char> BytesOf(ReadOnlySpan<char> uri)
    {
        const string mark = ";base64,";
        var at = uri[..Math.Min(uri.Length, 200)].IndexOf(mark, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? default : uri[(at + mark.Length)..];
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
        return FromBase64(base64) is { } bytes
            ? Create(bytes, mediaType)
            : throw new QwenException($"The {mediaType ?? "picture"} holds {base64.Length} characters that are not base64.");
    }

    // also with the letters that addresses can hold, and without the signs that fill it up
    private static byte[]? FromBase64(ReadOnlySpan<char> text)
    {
        if (Base64.IsValid(text))
            return Convert.FromBase64String(text.ToString());
        if (Base64Url.IsValid(text))
            return Base64Url.DecodeFromChars(text);
        var bare = text.Trim();
        return bare.Length % 4 is 2 or 3 && bare.IndexOfAnyExcept(UnfilledLetters) < 0
            ? Convert.FromBase64String(bare.ToString() + "=="[..(4 - bare.Length % 4)])
            : null;
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
        return text.Length >= ShortestBase64 && FromBase64(text) is { } bytes ? Read(bytes, mediaType) : null;
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
