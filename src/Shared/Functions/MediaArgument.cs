using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Shared.Media;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Shared.Functions;

/// <summary>
/// A picture or video as the argument of a function: a model names it by JSON, a host in the same process hands over anything.
/// </summary>
internal static class MediaArgument
{
    /// <summary>The one medium; null where there is none.</summary>
    /// <exception cref="QwenException">It is nothing that a medium is read from, or one that the conversation does not hold.</exception>
    public static MediaSource? ToSource(object? argument) => argument switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null } => null,
        MediaSource source => source,
        string text => OfText(text),
        JsonElement { ValueKind: JsonValueKind.String } json => OfText(json.GetString()!),
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes,
        Memory<byte> bytes => bytes,
        DataContent content => content,
        UriContent content => content,
        Uri address => address,
        RgbImage picture => picture,
        OpenVideo video => video,
        JsonElement { ValueKind: JsonValueKind.Object } json => JsonContents.Read(json) switch
        {
            [DataContent content] => content,
            _ => throw Unreadable("JSON of the kind Object that is no picture's"),
        },
        JsonNode node => ToSource(JsonElement.Parse(node.ToJsonString())),
        JsonElement json => throw Unreadable($"JSON of the kind {json.ValueKind}"),
        _ => throw Unreadable(argument.GetType().Name),
    };

    /// <summary>A list of media, or a list of the one that is given; null where there is none.</summary>
    /// <inheritdoc cref="ToSource"/>
    public static IReadOnlyList<MediaSource>? ToList(object? argument) => argument switch
    {
        IReadOnlyList<MediaSource> sources => sources,
        JsonElement { ValueKind: JsonValueKind.Array } json => [.. json.EnumerateArray().Select(item => ToItem(item))],
        string or byte[] => [ToItem(argument)],
        IEnumerable items => [.. items.Cast<object?>().Select(ToItem)],
        _ => ToSource(argument) is { } source ? [source] : null,
    };

    private static MediaSource ToItem(object? item) => ToSource(item) ?? throw Unreadable("an empty place of a list");

    private static MediaSource OfText(string text) => ConversationMedia.Find(text) switch
    {
        DataContent content => content,
        UriContent content => content,
        _ => text,
    };

    private static QwenException Unreadable(string what) => new(
        $"A picture or video cannot be read from {what}. Give a data URI, the path of a file in an allowed folder, or the content itself.");
}
