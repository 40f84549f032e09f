using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen.Cli.Files;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Pictures;

/// <summary>The JSON schema of what is to be read from a document.</summary>
internal static class FieldSchema
{
    private const long MaxBytes = 1 << 20;
    private const string Example = """{"type": "object", "properties": {"total": {"type": "number"}}}.""";

    /// <summary>An object of texts.</summary>
    public static JsonElement OfTexts(IEnumerable<string> names)
    {
        var properties = new JsonObject();
        foreach (var name in names)
            properties[name] = new JsonObject { ["type"] = "string" };
        return JsonSerializer.SerializeToElement(
            new JsonObject { ["type"] = "object", ["properties"] = properties }, ResultJson.Readable.JsonObject);
    }

    /// <summary>The schema in a file.</summary>
    /// <exception cref="QwenException">The file cannot be read, or is no schema of an object.</exception>
    public static JsonElement Read(string path)
    {
        try
        {
            using var schema = JsonDocument.Parse(InputFile.Read(path, MaxBytes));
            if (schema.RootElement.ValueKind == JsonValueKind.Object
                && schema.RootElement.TryGetProperty("properties", out var properties)
                && properties.ValueKind == JsonValueKind.Object)
                return schema.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new QwenException($"'{path}' is no JSON: {error.Message}", error);
        }

        throw new QwenException($"'{path}' is no schema of an object: write for example " + Example);
    }
}
