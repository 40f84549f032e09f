using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>Turns whatever a function returned into content: text, pictures, or both.</summary>
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

    private IEnumerable<AIContent> Map(object result, string callId)
    {
        switch (convert?.Invoke(result) ?? result)
        {
            case string text:
                return [new TextContent(text)];
            case JsonElement { ValueKind: JsonValueKind.String } json:
                return [new TextContent(json.GetString())];
            case JsonElement json:
                return [new TextContent(JsonSerializer.Serialize(json, JsonOptions.GetTypeInfo(typeof(JsonElement))))];
            case ErrorContent mistake:
                return [new TextContent($"Error: {mistake.Message}")];
            case AIContent single:
                return [single];
            case IEnumerable<AIContent> several:
                return several;
            case ChatMessage message:
                return message.Contents;
            case IEnumerable sequence when IsMixed(sequence):
                return sequence.Cast<object?>().Where(item => item is not null).SelectMany(item => Map(item!, callId));
            case var other:
                return [new TextContent(Serialize(other, callId))];
        }
    }

    // a list that holds content among other things cannot be one JSON document
    private bool IsMixed(IEnumerable sequence) =>
        sequence is not IDictionary
        && sequence.Cast<object?>().Any(item => item is AIContent || (item is not null && convert?.Invoke(item) is AIContent));

    private static string Serialize(object result, string callId)
    {
        try
        {
            return JsonSerializer.Serialize(result, JsonOptions.GetTypeInfo(result.GetType()));
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
