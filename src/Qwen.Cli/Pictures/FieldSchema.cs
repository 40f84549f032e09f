using System.Text.Json;
using Qwen.Cli.Files;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Pictures;

/// <summary>A JSON schema that names the fields of a document.</summary>
internal static class FieldSchema
{
    private const long MaxBytes = 1 << 20;
    private const string Example = """{"type": "object", "properties": {"total": {"type": "number"}}}.""";

    /// <summary>The names of the schema's properties.</summary>
    /// <exception cref="QwenException">The file cannot be read, or is no schema of an object.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            using var schema = JsonDocument.Parse(InputFile.Read(path, MaxBytes));
            if (schema.RootElement.ValueKind == JsonValueKind.Object
                && schema.RootElement.TryGetProperty("properties", out var properties)
                && properties.ValueKind == JsonValueKind.Object)
                return [.. properties.EnumerateObject().Select(property => property.Name)];
        }
        catch (JsonException error)
        {
            throw new QwenException($"'{path}' is no JSON: {error.Message}", error);
        }

        throw new QwenException($"'{path}' is no schema of an object: write for example " + Example);
    }
}
