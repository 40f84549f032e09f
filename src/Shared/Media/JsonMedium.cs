using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Media;

/// <summary>
/// Reads a JSON object that is about one picture, video or PDF file and nothing else, in the forms in which protocols write it: bytes
/// beside a media type, a data URI, or either of them one object further in.
/// </summary>
internal static class JsonMedium
{
    // what is said about bytes, or an address that they had; anything else is data of its own
    private static readonly HashSet<string> Labels = new(StringComparer.OrdinalIgnoreCase)
    {
        "$type", "type", "kind", "mimetype", "mediatype", "contenttype", "format", "encoding", "name", "filename", "detail", "annotations",
        "meta", "additionalproperties", "uri", "url",
    };

    // said about a medium too, where a media type stands beside them
    private static readonly HashSet<string> Descriptions = new(StringComparer.OrdinalIgnoreCase)
    {
        "title", "description", "size", "width", "height", "id", "alt", "lastmodified",
    };

    private static readonly HashSet<string> Payloads = new(StringComparer.OrdinalIgnoreCase)
    {
        "data", "blob", "base64", "b64", "b64json", "bytes",
    };

    private static readonly HashSet<string> Holders = new(StringComparer.OrdinalIgnoreCase)
    {
        "uri", "url", "image", "imageurl", "imageuri", "video", "videourl", "source", "resource", "inlinedata", "file", "filedata",
        "document",
    };

    /// <summary>The medium; null for an object that is about anything else.</summary>
    /// <exception cref="QwenException">It says that it is one, and its bytes are damaged.</exception>
    public static DataContent? Read(JsonElement json)
    {
        var mediaType = FindText(json, key => key is "MIMETYPE" or "MEDIATYPE" or "CONTENTTYPE");
        DataContent? found = null;
        foreach (var property in json.EnumerateObject())
        {
            var key = Simplify(property.Name);
            if (found is null && ReadValue(key, property.Value, mediaType) is { } medium)
                found = medium;
            else if (!Labels.Contains(key) && !(mediaType is not null && Descriptions.Contains(key))
                && property.Value.ValueKind != JsonValueKind.Null)
            {
                return null;
            }
        }

        if (found is not null && FindText(json, key => key is "NAME" or "FILENAME" or "TITLE") is { Length: > 0 } name)
            found.Name ??= name;
        return found;
    }

    private static DataContent? ReadValue(string key, JsonElement value, string? mediaType)
    {
        var holds = Payloads.Contains(key) || Holders.Contains(key);
        if (value.ValueKind == JsonValueKind.Object && holds)
            return Read(value);
        if (value.ValueKind == JsonValueKind.Array && Payloads.Contains(key) && ReadNumbers(value) is { } bytes)
            return EncodedMedia.Read(bytes, mediaType);
        if (value.ValueKind != JsonValueKind.String || !(holds || mediaType is not null))
            return null;
        var text = value.GetString()!;
        if (EncodedMedia.Read(text, mediaType) is { } medium)
            return medium;
        return IsMedium(mediaType) && Payloads.Contains(key) ? EncodedMedia.Decode(text, mediaType) : null;
    }

    // [137, 80, 78, 71, …]
    private static byte[]? ReadNumbers(JsonElement list)
    {
        var bytes = new byte[list.GetArrayLength()];
        var count = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetByte(out bytes[count++]))
                return null;
        }

        return bytes;
    }

    private static string? FindText(JsonElement json, Func<string, bool> isMeant)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String && isMeant(Simplify(property.Name).ToUpperInvariant()))
                return property.Value.GetString();
        }

        return null;
    }

    // protocols differ in how they join words
    private static string Simplify(string key) =>
        key.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    private static bool IsMedium(string? mediaType) => mediaType is not null
        && (mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
            || mediaType.StartsWith("video/", StringComparison.OrdinalIgnoreCase)
            || mediaType.Equals("application/pdf", StringComparison.OrdinalIgnoreCase));
}
