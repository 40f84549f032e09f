using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>Writes schemas in one line, in the characters they stand for.</summary>
internal static class SchemaWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema's text; which dialect it is in is left out.</summary>
    public static string Write(JsonElement schema)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            if (schema.ValueKind == JsonValueKind.Object)
            {
                writer.WriteStartObject();
                foreach (var property in schema.EnumerateObject().Where(property => property.Name != "$schema"))
                    property.WriteTo(writer);
                writer.WriteEndObject();
            }
            else
            {
                schema.WriteTo(writer);
            }
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
