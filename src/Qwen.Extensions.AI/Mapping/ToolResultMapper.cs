using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Shared.Media;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>Turns whatever a function returned into content: text, pictures, or both, also where it comes as JSON.</summary>
/// <param name="convert">Knows result types of another framework; null where there is none.</param>
internal sealed class ToolResultMapper(Func<object, object?>? convert)
{
    private static readonly JsonSerializerOptions JsonOptions = new(AIJsonUtilities.DefaultOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = false,
    };

    /// <summary>Arguments of a call as one JSON object.</summary>
    public static string WriteArguments(IDictionary<string, object?>? arguments) =>
        arguments is null ? "{}" : JsonSerializer.Serialize(arguments, JsonOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));

    /// <summary>The result's content in order.</summary>
    /// <exception cref="QwenException">The result is an object that cannot be written as JSON.</exception>
    public IEnumerable<AIContent> Map(FunctionResultContent content)
    {
        if (content.Result is null)
            return [new TextContent(content.Exception is null ? "" : "Error: Function failed.")];
        return Map(content.Result, content.CallId);
    }

    /// <summary>The content of a result that came without its call's message.</summary>
    /// <param name="result">What was returned.</param>
    /// <param name="callId">The call, for messages.</param>
    /// <exception cref="QwenException">The result is an object that cannot be written as JSON.</exception>
    public IEnumerable<AIContent> Map(object result, string callId) => (convert?.Invoke(result) ?? result) switch
    {
        string text => JsonContents.ReadText(text)?.SelectMany(ToContent) ?? [new TextContent(text)],
        JsonElement json => Map(json),
        byte[] bytes when IsMedium(bytes) => [new DataContent(bytes, "application/octet-stream")],
        ReadOnlyMemory<byte> bytes when IsMedium(bytes) => [new DataContent(bytes, "application/octet-stream")],
        Memory<byte> bytes when IsMedium(bytes) => [new DataContent(bytes, "application/octet-stream")],
        AIContent single => ToContent(single),
        IEnumerable<AIContent> several => several.SelectMany(ToContent),
        ChatMessage message => message.Contents.SelectMany(ToContent),
        IEnumerable sequence when IsMixed(sequence) =>
            sequence.Cast<object?>().Where(item => item is not null).SelectMany(item => Map(item!, callId)),
        var other => Map(Serialize(other, callId)),
    };

    private static IEnumerable<AIContent> Map(JsonElement json) =>
        JsonContents.Read(json)?.SelectMany(ToContent)
        ?? [new TextContent(json.ValueKind == JsonValueKind.String
            ? json.GetString()
            : JsonSerializer.Serialize(json, JsonOptions.GetTypeInfo(typeof(JsonElement))))];

    // a text that holds a picture is one of each
    private static IEnumerable<AIContent> ToContent(AIContent content) => content switch
    {
        ErrorContent mistake => [new TextContent($"Error: {mistake.Message}")],
        TextContent text => JsonContents.ReadText(text.Text) ?? [text],
        _ => [content],
    };

    private static bool IsMedium(ReadOnlyMemory<byte> bytes) =>
        MediaSniffer.Detect(bytes.Span) is MediaKind.Image or MediaKind.Video or MediaKind.Pdf;

    // a list that holds content among other things cannot be one JSON document
    private bool IsMixed(IEnumerable sequence) =>
        sequence is not IDictionary
        && sequence.Cast<object?>().Any(item => item is AIContent || (item is not null && convert?.Invoke(item) is AIContent));

    private static JsonElement Serialize(object result, string callId)
    {
        try
        {
            return JsonSerializer.SerializeToElement(result, JsonOptions.GetTypeInfo(result.GetType()));
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            throw new QwenException(
                $"The result of the call '{callId}' is a {result.GetType()} and cannot be written as JSON: " +
                "return text, pictures (DataContent) or plain data.",
                exception);
        }
    }
}
