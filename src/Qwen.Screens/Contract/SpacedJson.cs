using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace Qwen.Screens.Contract;

/// <summary>JSON as the model was shown it: one line, <c>", "</c> and <c>": "</c> between items, nothing escaped without need.</summary>
internal static class SpacedJson
{
    /// <summary>Writes a value; keys keep their order.</summary>
    public static string Write(JsonNode? node) => Append(node, new StringBuilder()).ToString();

    private static StringBuilder Append(JsonNode? node, StringBuilder output)
    {
        switch (node)
        {
            case JsonObject value:
                output.Append('{');
                foreach (var (key, item) in value)
                    Append(item, AppendText(key, Separate(output, '{')).Append(": "));
                return output.Append('}');
            case JsonArray value:
                output.Append('[');
                foreach (var item in value)
                    Append(item, Separate(output, '['));
                return output.Append(']');
            case JsonValue value when value.TryGetValue<string>(out var text):
                return AppendText(text, output);
            default:
                return output.Append(node?.ToJsonString() ?? "null");
        }
    }

    private static StringBuilder Separate(StringBuilder output, char open) => output[^1] == open ? output : output.Append(", ");

    private static StringBuilder AppendText(string text, StringBuilder output)
    {
        output.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => output.Append('\\').Append(c),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                < ' ' => output.Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(c.ToString())),
                _ => output.Append(c),
            };
        }

        return output.Append('"');
    }
}
