using System.Text;
using System.Text.Json;

namespace Qwen.Constraints.Fuzzing;

/// <summary>One input as a caller would send it.</summary>
/// <param name="Kind">What the text is.</param>
/// <param name="Text">A grammar, pattern or JSON schema.</param>
/// <param name="Schema">For a grammar: the JSON schema under the name <c>s</c>.</param>
public sealed record FuzzCase(FuzzKind Kind, string Text, string? Schema = null)
{
    /// <summary>Compiles the input.</summary>
    /// <exception cref="ConstraintException">It is refused.</exception>
    /// <exception cref="JsonException">It is no JSON, which a caller finds out before.</exception>
    public Grammar Compile(TokenVocabulary vocabulary, CancellationToken cancellationToken)
    {
        // deeper than usual, as a caller may have read it
        var reading = new JsonDocumentOptions { MaxDepth = 100_000 };
        switch (Kind)
        {
            case FuzzKind.Pattern:
                return Grammar.FromPattern(vocabulary, Text, cancellationToken);
            case FuzzKind.Notation:
                using (var schema = JsonDocument.Parse(Encoding.UTF8.GetBytes(Schema ?? "true"), reading))
                {
                    var schemas = new Dictionary<string, JsonElement> { ["s"] = schema.RootElement };
                    return Grammar.FromNotation(vocabulary, Text, schemas, cancellationToken: cancellationToken);
                }

            default:
                using (var schema = JsonDocument.Parse(Encoding.UTF8.GetBytes(Text), reading))
                {
                    var order = Text.Length % 2 == 0 ? JsonPropertyOrder.Free : JsonPropertyOrder.AsWritten;
                    return Grammar.FromJsonSchema(
                        vocabulary, schema.RootElement, new JsonGrammarOptions { PropertyOrder = order }, cancellationToken);
                }
        }
    }
}
