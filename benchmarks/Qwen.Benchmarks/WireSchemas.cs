using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Cli.Evaluation;

namespace Qwen.Benchmarks;

/// <summary>The content of the model's wire forms as JSON schemas, as a caller asks for who knows nothing of their layout.</summary>
internal static class WireSchemas
{
    private const string Number = """{"type": "integer", "minimum": 0}""";

    /// <summary>The response format of a case's answers; null where they are no JSON.</summary>
    public static ChatResponseFormat? For(EvaluationCase question) => question.Kind switch
    {
        "box1" or "boxn" or "absent" => List("bbox_2d", 4, "label"),
        "spot" => List("bbox_2d", 4, "text_content"),
        "point1" => List("point_2d", 2, "label"),
        "kie" => Fields(question.Prompt),
        _ => null,
    };

    private static ChatResponseFormat List(string key, int numbers, string textKey) => Format(
        $$$"""
        {"type": "array", "items": {"type": "object", "required": ["{{{key}}}", "{{{textKey}}}"], "additionalProperties": false, "properties": {
          "{{{key}}}": {"type": "array", "items": {{{Number}}}, "minItems": {{{numbers}}}, "maxItems": {{{numbers}}}}, "{{{textKey}}}": {"type": "string"} } } }
        """);

    private static ChatResponseFormat Fields(string prompt)
    {
        using var form = JsonDocument.Parse(prompt[prompt.IndexOf('{', StringComparison.Ordinal)..]);
        var text = JsonElement.Parse("""{"type": "string"}""");
        var names = form.RootElement.EnumerateObject().Select(field => field.Name).ToList();
        var (required, properties) =
            (JsonSerializer.Serialize(names), JsonSerializer.Serialize(names.ToDictionary(name => name, _ => text)));
        return Format($$"""{"type": "object", "required": {{required}}, "additionalProperties": false, "properties": {{properties}} }""");
    }

    private static ChatResponseFormat Format(string schema) => ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema));
}
