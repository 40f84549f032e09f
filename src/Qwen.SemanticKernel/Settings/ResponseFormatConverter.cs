using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.SemanticKernel.Settings;

/// <summary>Reads and writes <c>response_format</c>: settings cross frameworks as JSON, where a type is its schema.</summary>
internal sealed class ResponseFormatConverter : JsonConverter<object>
{
    /// <summary>The format that a setting stands for.</summary>
    /// <exception cref="QwenException">It stands for none.</exception>
    public static ChatResponseFormat Convert(object format) => format switch
    {
        ChatResponseFormat own => own,
        Type type => ChatResponseFormat.ForJsonSchema(type),
        string name => Convert(name),
        JsonElement { ValueKind: JsonValueKind.String } json => Convert(json.GetString()!),
        JsonElement { ValueKind: JsonValueKind.Object or JsonValueKind.True } schema => ChatResponseFormat.ForJsonSchema(schema),
        _ => throw Unknown(format),
    };

    /// <inheritdoc/>
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonElement.ParseValue(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        switch (Convert(value))
        {
            case ChatResponseFormatJson { Schema: { } schema }:
                schema.WriteTo(writer);
                break;
            case ChatResponseFormatJson:
                writer.WriteStringValue("json_object");
                break;
            default:
                writer.WriteStringValue("text");
                break;
        }
    }

    private static ChatResponseFormat Convert(string name) => name switch
    {
        "text" => ChatResponseFormat.Text,
        "json_object" => ChatResponseFormat.Json,
        _ => throw Unknown(name),
    };

    private static QwenException Unknown(object format) =>
        new($"'response_format' is '{format}': it has to be \"text\", \"json_object\", a JSON schema (JsonElement), a type, "
            + "or a ChatResponseFormat.");
}
