using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qwen.Cli.Evaluation;

/// <summary>The text of <c>cases.json</c>: one line a case, letters of every script and quotes as they are.</summary>
internal static class CaseList
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the list.</summary>
    public static string ToText(IEnumerable<JsonNode?> cases) =>
        $"[\n  {string.Join(",\n  ", cases.Select(asked => asked!.ToJsonString(OneLine)))}\n]\n";
}
