using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Media;

/// <summary>
/// Finds the content that JSON stands for: stored content and messages of Microsoft.Extensions.AI, results and blocks of MCP, objects of
/// bytes and a media type, and pictures anywhere in other data.
/// </summary>
/// <remarks>
/// Only what the JSON holds itself is taken. Whoever wrote it may be a stranger: an address in it is text, and is neither opened nor
/// fetched.
/// </remarks>
internal static class JsonContents
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The content in order; null where it is data only, and reads best as it is.</summary>
    /// <exception cref="QwenException">A medium in it is damaged.</exception>
    public static IReadOnlyList<AIContent>? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => ReadText(json.GetString()!),
        JsonValueKind.Object => ReadStored(json) ?? ReadResult(json) ?? ReadBlock(json) ?? ReadData(json),
        JsonValueKind.Array => ReadList(json) ?? ReadData(json),
        _ => null,
    };

    /// <summary>The content of a text: a data URI, base64 of a picture, JSON or words that hold one; null for any other text.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<AIContent>? ReadText(string text)
    {
        if (EncodedMedia.Read(text) is { } medium)
            return [medium];
        if (text.AsSpan().TrimStart() is ['{' or '[', ..] && ParseOrNull(text) is { } json)
            return Read(json) is { } contents && contents.Any(content => content is DataContent) ? contents : null;
        return EncodedMedia.Split(text);
    }

    // content of Microsoft.Extensions.AI says its kind in "$type"; a message has a role and contents
    private static IReadOnlyList<AIContent>? ReadStored(JsonElement json)
    {
        try
        {
            if (Find(json, "$type") is { ValueKind: JsonValueKind.String })
            {
                var content = json.Deserialize(AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(AIContent)));
                return content is TextContent or DataContent or UriContent or ErrorContent ? [ToOwn((AIContent)content)] : null;
            }

            if (Find(json, "role") is { ValueKind: JsonValueKind.String } && Find(json, "contents") is { ValueKind: JsonValueKind.Array })
            {
                var message = (ChatMessage?)json.Deserialize(AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatMessage)));
                return message is null ? null : [.. message.Contents.Select(ToOwn)];
            }
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or FormatException or ArgumentException)
        {
            // it only looks like stored content
        }

        return null;
    }

    private static AIContent ToOwn(AIContent content) =>
        content is UriContent { Uri: { IsAbsoluteUri: false } or { Scheme: not "data" } } address
            ? new TextContent($"[{address.MediaType} at {address.Uri}]")
            : content;

    // a result of MCP: blocks, and whether they tell of a mistake
    private static List<AIContent>? ReadResult(JsonElement json)
    {
        if (Find(json, "content") is not { ValueKind: JsonValueKind.Array } blocks || !IsResult(json)
            || ReadList(blocks, IsCertain(json)) is not { } contents)
        {
            return null;
        }

        if (Find(json, "isError") is { ValueKind: JsonValueKind.True })
            contents.Insert(0, new TextContent("Error: "));
        // the same once more as data; servers copy their pictures into it, too
        if (Find(json, "structuredContent") is { ValueKind: JsonValueKind.Object } data
            && !contents.Exists(content => content is TextContent { Text.Length: > 0 }))
        {
            if (ReadData(data) is not { } structured)
                contents.Add(new TextContent(data.GetRawText()));
            else if (contents.Count == 0)
                contents.AddRange(structured);
        }

        return contents;
    }

    // a list of texts alone may be anybody's; what stands beside it is the protocol's, and not for the model
    private static bool IsCertain(JsonElement json) =>
        json.EnumerateObject().Any(property => property.Name is "isError" or "structuredContent" or "_meta");

    private static bool IsResult(JsonElement json) => json.EnumerateObject().All(
        property => property.Name is "content" or "isError" or "structuredContent" or "_meta" or "meta" or "resultType");

    // texts and content only: anything else is data
    private static List<AIContent>? ReadList(JsonElement list, bool certain = false)
    {
        List<AIContent> contents = [];
        var found = certain;
        foreach (var item in list.EnumerateArray())
        {
            var inner = item.ValueKind switch
            {
                JsonValueKind.String => ReadText(item.GetString()!),
                JsonValueKind.Object => ReadStored(item) ?? ReadBlock(item),
                _ => null,
            };
            found |= inner is not null && (item.ValueKind == JsonValueKind.String || inner.Any(content => content is not TextContent)
                || Find(item, "$type") is not null);
            inner ??= item.ValueKind == JsonValueKind.String ? [new TextContent(item.GetString())] : ReadTextBlock(item);
            if (inner is null)
                return null;
            contents.AddRange(inner);
        }

        return found ? contents : null;
    }

    private static IReadOnlyList<AIContent>? ReadTextBlock(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || Find(json, "type") is not { ValueKind: JsonValueKind.String } kind)
            return null;
        if (kind.GetString() is "text" or "input_text" or "output_text" && Find(json, "text") is { ValueKind: JsonValueKind.String } text)
            return [new TextContent(text.GetString())];
        return [new TextContent(json.GetRawText())]; // a link, sound: nothing to see
    }

    private static IReadOnlyList<AIContent>? ReadBlock(JsonElement json) => JsonMedium.Read(json) is { } medium ? [medium] : null;

    // pictures in other data: the data with a note where each of them stood, then the pictures
    private static List<AIContent>? ReadData(JsonElement json)
    {
        List<AIContent> media = [];
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            Write(writer, json, media);
        return media.Count == 0
            ? null
            : [new TextContent(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length)), .. media];
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json, List<AIContent> media)
    {
        var medium = json.ValueKind switch
        {
            JsonValueKind.String => EncodedMedia.Read(json.GetString()!),
            JsonValueKind.Object => JsonMedium.Read(json),
            _ => null,
        };
        if (medium is not null)
        {
            media.Add(medium);
            var kind = medium.HasTopLevelMediaType("image") ? "picture" : medium.HasTopLevelMediaType("video") ? "video" : "document";
            writer.WriteStringValue($"[{kind} {media.Count}, below]");
            return;
        }

        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, media);
                }

                writer.WriteEndObject();
                break;

            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                    Write(writer, item, media);
                writer.WriteEndArray();
                break;

            default:
                json.WriteTo(writer);
                break;
        }
    }

    private static JsonElement? ParseOrNull(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // stores write names in either case
    private static JsonElement? Find(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
