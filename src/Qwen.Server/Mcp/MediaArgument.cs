using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Server.Mcp;

/// <summary>
/// Reads a picture, video or document out of a call's arguments, in every form in which clients of the protocol hold one: a path, an
/// address, a data URI, plain base64, an image block, an embedded resource, a link to a resource.
/// </summary>
/// <param name="drawings">Drawn pictures, which may be passed on by their address.</param>
internal sealed class MediaArgument(DrawingStore drawings)
{
    // shorter ones are names of files, and no picture
    private const int ShortestBase64 = 40;

    /// <summary>What the function is handed: content, or a string that its own rules for folders and addresses judge.</summary>
    /// <param name="name">Name of the argument, for messages.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="QwenException">It is none of these forms.</exception>
    public object Read(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ReadText(value.GetString()!),
        JsonValueKind.Object => ReadBlock(name, value),
        JsonValueKind.Array => value.EnumerateArray().Select(item => Read(name, item)).ToArray(),
        _ => throw Refuse(name, $"is {value.GetRawText()}"),
    };

    /// <summary>Whether it is the name of a file, or a list that holds one.</summary>
    public static bool NamesFile(object value) => value switch
    {
        string text => !text.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            && !text.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            && !text.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
        object[] several => several.Any(NamesFile),
        _ => false,
    };

    /// <summary>
    /// A name without a folder is looked for in the folders that may be read: clients show their files so. What is not found stays as it
    /// is, and is refused by the function.
    /// </summary>
    public static object Complete(object value, IEnumerable<string> folders) => value switch
    {
        string text when IsRelative(text) => folders.Select(folder => Path.Combine(folder, text)).FirstOrDefault(File.Exists) ?? text,
        object[] several => several.Select(item => Complete(item, folders)).ToArray(),
        _ => value,
    };

    private static bool IsRelative(string text) => text.Length > 0
        && !text.AsSpan().ContainsAny(Path.GetInvalidPathChars())
        && !Path.IsPathRooted(text)
        && !text.Contains(':', StringComparison.Ordinal)
        && !text.Split('/', '\\').Contains("..");

    private object ReadText(string text)
    {
        text = text.Trim();
        if (text.StartsWith(DrawingStore.Prefix, StringComparison.Ordinal))
            return drawings.Get(text);
        return IsBase64(text) ? new DataContent(Convert.FromBase64String(text), "application/octet-stream") : text;
    }

    // a path may be spelled with the same letters: base64 of a picture begins with a slash only where a JPEG begins
    private static bool IsBase64(string text) => text.Length >= ShortestBase64
        && (text[0] != '/' || text.StartsWith("/9j/", StringComparison.Ordinal))
        && Base64.IsValid(text);

    private object ReadBlock(string name, JsonElement block)
    {
        if (Find(block, "resource") is { ValueKind: JsonValueKind.Object } resource)
            block = resource;
        if (Text(block, "data") is { } data)
            return Decode(name, data, Text(block, "mimeType"));
        if (Text(block, "blob") is { } blob)
            return Decode(name, blob, Text(block, "mimeType"));
        if (Text(block, "text") is not null)
            throw Refuse(name, "is a text");
        if (Text(block, "uri") is { } address)
            return ReadText(address);
        throw Refuse(name, "is an object without 'data', 'blob' or 'uri'");
    }

    private static DataContent Decode(string name, string base64, string? mediaType)
    {
        if (!Base64.IsValid(base64))
            throw Refuse(name, "holds bytes that are not base64");
        var bytes = Convert.FromBase64String(base64);
        try
        {
            return new DataContent(bytes, string.IsNullOrWhiteSpace(mediaType) ? "application/octet-stream" : mediaType);
        }
        catch (ArgumentException)
        {
            return new DataContent(bytes, "application/octet-stream"); // the bytes decide
        }
    }

    private static JsonElement? Find(JsonElement block, string name) => block.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement block, string name) =>
        Find(block, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static QwenException Refuse(string name, string what) => new(
        $"'{name}' {what}. Give the path of a file in an allowed folder, a data URI, the bytes as base64, an image block or an embedded "
        + "resource.");
}
