using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tools;

/// <summary>Tools as the prompt shows them.</summary>
internal static class ToolPrompt
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The functions among the tools.</summary>
    /// <exception cref="QwenException">A tool is not a function: it would need a service that runs it.</exception>
    public static IReadOnlyList<AIFunctionDeclaration> GetFunctions(IEnumerable<AITool> tools) =>
    [
        .. tools.Select(tool => tool as AIFunctionDeclaration ?? throw new QwenException(
            $"The tool '{tool.Name}' ({tool.GetType().Name}) runs at a provider: " +
            "this model runs here and can call functions only (AIFunction).")),
    ];

    /// <summary>A function as one JSON object of the <c>&lt;tools&gt;</c> block.</summary>
    public static string Describe(AIFunctionDeclaration function)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", function.Name);
            writer.WriteString("description", function.Description);
            writer.WritePropertyName("parameters");
            WriteParameters(writer, function.JsonSchema);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    // a schema that says nothing ("{}" or "true") still has to look like one that takes an object
    private static void WriteParameters(Utf8JsonWriter writer, JsonElement schema)
    {
        writer.WriteStartObject();
        if (schema.ValueKind == JsonValueKind.Object && schema.EnumerateObject().Any())
        {
            foreach (var property in schema.EnumerateObject().Where(property => !IsNoise(property.Name)))
                property.WriteTo(writer);
        }
        else
        {
            writer.WriteString("type", "object");
            writer.WriteStartObject("properties");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // which dialect it is, and Semantic Kernel's second copy of the description: tokens that tell the model nothing
    private static bool IsNoise(string key) => key is "$schema" or "condition";
}
