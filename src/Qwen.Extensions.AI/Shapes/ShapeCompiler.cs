using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Constraints;
using Qwen.Extensions.AI.Tools;
using Qwen.Shared.Answers;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>Turns the shape of an answer into what enforces it. Safe for concurrent use.</summary>
/// <param name="model">Whose tokens.</param>
internal sealed class ShapeCompiler(QwenModel model)
{
    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type": "object"}""").RootElement;

    private readonly GrammarCache cache = GrammarCache.Of(model);

    /// <summary>Compiles a shape, or finds it compiled.</summary>
    /// <exception cref="QwenException">
    /// The grammar or the schema of the answer, or the schema of the one function that has to be called, cannot be enforced.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller no longer waits; the compilation has ended.</exception>
    public CompiledShape Compile(AnswerShape shape, CancellationToken cancellationToken) =>
        ConstraintErrors.Translate(() => CompileShape(shape, cancellationToken));

    private CompiledShape CompileShape(AnswerShape shape, CancellationToken cancellationToken)
    {
        if (shape.Grammar is { } grammar)
            return CompiledShape.Free with { CreateConstraint = Notation(grammar, shape.Json, cancellationToken).CreateConstraint };
        if (shape.Functions.Count == 0)
            return shape.Format is null
                ? CompiledShape.Free
                : CompiledShape.Free with { CreateConstraint = Json(shape, cancellationToken).CreateConstraint };

        var functions = Functions(shape);
        var arguments = functions.Select(function => (Function: function, Arguments: Arguments(function, cancellationToken))).ToList();
        if (shape.Required?.RequiredFunctionName is { } name && arguments[0].Arguments.Gap is { } gap)
            throw new QwenException($"ChatToolMode requires the function '{name}', but its arguments cannot be enforced: {gap}");

        // a call may be written without tags, so that its arguments have to be looked at afterwards
        var byName =
            arguments.DistinctBy(pair => pair.Function.Name).ToDictionary(pair => pair.Function.Name, pair => pair.Arguments.Grammar);
        var gaps = arguments.Where(pair => pair.Arguments.Gap is not null).Select(pair => (pair.Function.Name, pair.Arguments.Gap!));
        return new CompiledShape(Constraint(shape, arguments, cancellationToken), byName, [.. gaps]);
    }

    private Func<CancellationToken, ITokenConstraint> Constraint(
        AnswerShape shape, IReadOnlyList<(AIFunctionDeclaration Function, FunctionGrammar Arguments)> functions,
        CancellationToken cancellationToken)
    {
        var part = shape.Required is not null ? CallGrammarPart.Calls
            : shape.Format is not null ? CallGrammarPart.CallsOrJson
            : CallGrammarPart.BehindTag;
        var format = part == CallGrammarPart.CallsOrJson ? Key(shape) : "";
        var key = string.Join(
            '\n', [$"{part} {shape.SeveralCalls} {format}", .. functions.Select(
                pair => $"{pair.Function.Name} {pair.Arguments.Schema.GetRawText()}")]);
        var grammar = cache.Get(
            key,
            token => CallGrammar.Compile(
                model.Vocabulary, functions, part, shape.SeveralCalls, format.Length > 0 ? Schema(shape) : AnyObject, Options(shape),
                token),
            cancellationToken);
        if (part != CallGrammarPart.BehindTag)
            return grammar.CreateConstraint;
        var scanner = cache.Get(
            ToolCallParser.OpenTag, _ => new TagScanner(model.Tokenizer, ToolCallParser.OpenTag, CallGrammar.Start), cancellationToken);
        return token => new CallConstraint(scanner, grammar, model.Tokenizer, token);
    }

    private Grammar Json(AnswerShape shape, CancellationToken cancellationToken) =>
        cache.Get(Key(shape), token => CallGrammar.CompileJson(model.Vocabulary, Schema(shape), Options(shape), token), cancellationToken);

    private Grammar Notation(AnswerGrammar grammar, JsonGrammarOptions json, CancellationToken cancellationToken)
    {
        var key = string.Join(
            '\n', [$"{json} {grammar.Notation}", .. grammar.Schemas.Select(schema => $"@{schema.Key} {schema.Value.GetRawText()}")]);
        return cache.Get(
            key, token => Grammar.FromNotation(model.Vocabulary, grammar.Notation, grammar.Schemas, json, token), cancellationToken);
    }

    private FunctionGrammar Arguments(AIFunctionDeclaration function, CancellationToken cancellationToken) =>
        cache.Get(FunctionGrammar.Key(function), token => FunctionGrammar.Compile(model.Vocabulary, function, token), cancellationToken);

    // the name takes part in how a schema is narrowed
    private static string Key(AnswerShape shape) =>
        $"{Options(shape)} {(shape.Format!.Schema is { } schema ? $"{shape.Format.SchemaName} {schema.GetRawText()}" : "any object")}";

    // the keys of any object are the model's own, and so is their order
    private static JsonGrammarOptions Options(AnswerShape shape) =>
        shape.Format is { Schema: null } ? shape.Json with { PropertyOrder = JsonPropertyOrder.Free } : shape.Json;

    private static JsonElement Schema(AnswerShape shape) =>
        shape.Format!.Schema is { } schema
            ? ConstraintErrors.Read("the response format", () => NetSchema.Narrow(schema, shape.Format.SchemaName))
            : AnyObject;

    private static IReadOnlyList<AIFunctionDeclaration> Functions(AnswerShape shape)
    {
        if (shape.Required?.RequiredFunctionName is not { } name)
            return shape.Functions;
        return shape.Functions.FirstOrDefault(function => function.Name == name) is { } required
            ? [required]
            : throw new QwenException(
                $"ChatToolMode requires the function '{name}', which is not among the {shape.Functions.Count} tools of the request.");
    }
}
