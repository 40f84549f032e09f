using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Qwen.VisionLanguage.Text;

/// <summary>
/// Writes JSON the way the chat template does: one line, <c>", "</c> and <c>": "</c> between items, keys in the order given,
/// numbers as they stand, and nothing escaped beyond what JSON itself requires.
/// </summary>
internal static class TemplateJson
{
    private static readonly SearchValues<char> NeedsEscape = SearchValues.Create(
        "\"\\" + new string([.. Enumerable.Range(0, 0x20).Select(code => (char)code)]));

    /// <summary>Rewrites one JSON object.</summary>
    /// <param name="json">The object's text.</param>
    /// <param name="what">What it is, for the message: "The arguments of the call 'move'".</param>
    /// <exception cref="QwenException">The text is no JSON object.</exception>
    public static string Rewrite(string json, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 256 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new QwenException($"{what} must be one JSON object, but the text holds a {document.RootElement.ValueKind}.");
            var output = new StringBuilder(json.Length + 32);
            Write(document.RootElement, output);
            return output.ToString();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new QwenException($"{what} must be one JSON object, but the text cannot be read as JSON: {error.Message}", error);
        }
    }

    /// <summary>Writes a string with its quotes.</summary>
    public static void WriteString(ReadOnlySpan<char> text, StringBuilder output)
    {
        output.Append('"');
        for (var stop = text.IndexOfAny(NeedsEscape); stop >= 0; stop = text.IndexOfAny(NeedsEscape))
        {
            output.Append(text[..stop]);
            _ = text[stop] switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                '\b' => output.Append("\\b"),
                '\f' => output.Append("\\f"),
                var control => output.Append(CultureInfo.InvariantCulture, $"\\u{(int)control:x4}"),
            };
            text = text[(stop + 1)..];
        }

        output.Append(text).Append('"');
    }

    private static void Write(JsonElement element, StringBuilder output)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                output.Append('{');
                var firstProperty = true;
                foreach (var property in element.EnumerateObject())
                {
                    if (!firstProperty)
                        output.Append(", ");
                    firstProperty = false;
                    WriteString(property.Name, output);
                    output.Append(": ");
                    Write(property.Value, output);
                }

                output.Append('}');
                break;
            case JsonValueKind.Array:
                output.Append('[');
                var firstItem = true;
                foreach (var item in element.EnumerateArray())
                {
                    if (!firstItem)
                        output.Append(", ");
                    firstItem = false;
                    Write(item, output);
                }

                output.Append(']');
                break;
            case JsonValueKind.String:
                WriteString(element.GetString(), output);
                break;
            default:
                output.Append(element.GetRawText());
                break;
        }
    }
}
