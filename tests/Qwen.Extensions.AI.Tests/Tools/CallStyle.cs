using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qwen.Extensions.AI.Tests.Tools;

/// <summary>How a model writes JSON: as it should, as Python prints it, or with a comma behind everything.</summary>
/// <param name="Python">Single quotes, True, False and None.</param>
/// <param name="TrailingCommas">A comma behind the last member and item too.</param>
internal sealed record CallStyle(bool Python = false, bool TrailingCommas = false)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Write(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + Join(value.EnumerateObject().Select(member => $"{Text(member.Name)}: {Write(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + Join(value.EnumerateArray().Select(Write)) + "]",
        JsonValueKind.String => Text(value.GetString()!),
        JsonValueKind.True when Python => "True",
        JsonValueKind.False when Python => "False",
        JsonValueKind.Null when Python => "None",
        _ => value.GetRawText(),
    };

    private string Join(IEnumerable<string> parts)
    {
        var joined = string.Join(", ", parts);
        return TrailingCommas && joined.Length > 0 ? joined + "," : joined;
    }

    // Python takes double quotes where the text has an apostrophe and no double quote
    private string Text(string text)
    {
        var json = JsonSerializer.Serialize(text, Relaxed);
        if (!Python || (text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal)))
            return json;
        return $"'{json[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
    }
}
