using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Qwen.Cli.Evaluation;

/// <summary>JSON forms of the evaluation: <c>cases.json</c> and the report.</summary>
[JsonSerializable(typeof(IReadOnlyList<EvaluationCase>))]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class EvaluationJson : JsonSerializerContext
{
    /// <summary>Indented, and leaves letters of every script and quotes as they are, so that answers stay readable.</summary>
    public static EvaluationJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
