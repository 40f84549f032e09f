using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen.Constraints;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>The arguments of one function.</summary>
/// <param name="Schema">The schema that is enforced.</param>
/// <param name="Grammar">Its grammar alone, with any white space.</param>
/// <param name="Gap">Why the function's own schema is not enforced, only that the arguments are an object; null where it is.</param>
internal sealed record FunctionGrammar(JsonElement Schema, Grammar Grammar, string? Gap)
{
    /// <summary>How calls are written: as the chat template does. The order is the model's: it was trained on many.</summary>
    public static JsonGrammarOptions Json { get; } = new() { Whitespace = JsonWhitespace.Spaced };

    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type": "object"}""").RootElement;

    /// <summary>Compiles a function's arguments.</summary>
    public static FunctionGrammar Compile(TokenVocabulary vocabulary, AIFunctionDeclaration function, CancellationToken cancellationToken)
    {
        try
        {
            var schema = Arguments(function);
            return new FunctionGrammar(schema, Grammar.FromJsonSchema(vocabulary, schema, cancellationToken: cancellationToken), null);
        }
        catch (Exception error) when (error is QwenException or ConstraintException or JsonException or InvalidOperationException
            or ArgumentException)
        {
            return new FunctionGrammar(
                AnyObject, Grammar.AnyJson(vocabulary, objectOnly: true, cancellationToken: cancellationToken), error.Message);
        }
    }

    /// <summary>All that the grammar of a function depends on.</summary>
    public static string Key(AIFunctionDeclaration function) => string.Join(
        ' ', [function.JsonSchema.ValueKind == JsonValueKind.Undefined
            ? ""
            : function.JsonSchema.GetRawText(), .. Parameters(function).Select(parameter => parameter.Type.AssemblyQualifiedName ?? "")]);

    // arguments are an object, whatever the schema leaves open
    private static JsonElement Arguments(AIFunctionDeclaration function)
    {
        var schema = function.JsonSchema;
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.Undefined or JsonValueKind.Null)
            return AnyObject;
        if (JsonNode.Parse(schema.GetRawText()) is JsonObject { } declared && declared["properties"] is JsonObject properties)
        {
            foreach (var (name, type) in Parameters(function))
            {
                if (properties[name] is JsonObject property && Exact(type, function) is { } exact)
                    NetTypes.Add(property, exact);
            }

            schema = Element(declared);
        }

        var keywords = JsonNode.Parse(NetSchema.Narrow(schema).GetRawText()) as JsonObject
            ?? throw new QwenException($"The schema of its arguments is '{schema.GetRawText()}', which nothing fits.");
        keywords["type"] = "object";
        return Element(keywords);
    }

    // schemas say "integer" of every kind of integer: the method knows which
    private static IEnumerable<(string Name, Type Type)> Parameters(AIFunctionDeclaration function) =>
        (function as AIFunction)?.UnderlyingMethod?.GetParameters()
            .Where(parameter => parameter.Name is not null)
            .Select(parameter => (parameter.Name!, parameter.ParameterType)) ?? [];

    // a type that the function binds in its own way has no schema, and what is declared is all there is
    private static JsonObject? Exact(Type type, AIFunctionDeclaration function)
    {
        try
        {
            var options = (function as AIFunction)?.JsonSerializerOptions ?? AIJsonUtilities.DefaultOptions;
            return JsonNode.Parse(NetTypes.Schema(type, options).GetRawText()) as JsonObject;
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonElement Element(JsonNode node) => JsonDocument.Parse(node.ToJsonString()).RootElement;
}
