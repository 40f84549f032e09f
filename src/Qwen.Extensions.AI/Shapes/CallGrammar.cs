using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Constraints;
using Qwen.Extensions.AI.Tools;
using Qwen.Shared.Answers;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>Writes calls, and answers that are calls or JSON, as one grammar.</summary>
internal static class CallGrammar
{
    /// <summary>How every call goes on behind its opening tag.</summary>
    public const string Start = "\n{\"name\": \"";

    private static readonly string FencedJson = $"{Literal(AnswerFence.Open)} @format {Literal(AnswerFence.Close)}";

    /// <summary>Compiles the grammar of an answer that is JSON, in a fence if the model cares.</summary>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <param name="format">The schema.</param>
    /// <param name="json">How JSON is written.</param>
    /// <param name="cancellationToken">Ends the compilation.</param>
    public static Grammar CompileJson(
        TokenVocabulary vocabulary,
        JsonElement format,
        JsonGrammarOptions json,
        CancellationToken cancellationToken) => Grammar.FromNotation(
        vocabulary, $"root ::= @format | {FencedJson}", new Dictionary<string, JsonElement> { ["format"] = format }, json,
        cancellationToken);

    /// <summary>Compiles a grammar.</summary>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <param name="functions">What may be called, with the grammars of its arguments.</param>
    /// <param name="part">What the grammar is about.</param>
    /// <param name="several">Whether calls may follow one another.</param>
    /// <param name="format">The JSON that may stand there instead of calls; used with <see cref="CallGrammarPart.CallsOrJson"/>.</param>
    /// <param name="json">How JSON is written where it is not calls alone.</param>
    /// <param name="cancellationToken">Ends the compilation.</param>
    public static Grammar Compile(
        TokenVocabulary vocabulary,
        IReadOnlyList<(AIFunctionDeclaration Function, FunctionGrammar Arguments)> functions,
        CallGrammarPart part,
        bool several,
        JsonElement format,
        JsonGrammarOptions json,
        CancellationToken cancellationToken)
    {
        var schemas = new Dictionary<string, JsonElement>();
        if (part == CallGrammarPart.CallsOrJson)
            schemas.Add("format", format);
        List<string> rules =
        [
            part switch
            {
                CallGrammarPart.BehindTag => "root ::= rest",
                CallGrammarPart.Calls => "root ::= open rest",
                _ => $"root ::= @format | {FencedJson} | open rest",
            },
            $"open ::= {Literal(ToolCallParser.OpenTag)}",
            several ? "rest ::= call (\"\\n\" open call)*" : "rest ::= call",
            $"call ::= {Literal(Start)} ({string.Join(" | ", functions.Select((_, i) => $"f{i}"))}) "
                + $"{Literal($"}}\n{ToolCallParser.CloseTag}")}",
        ];
        for (var i = 0; i < functions.Count; i++)
        {
            // the quote that opens the name is part of the start
            var name = JsonEncodedText.Encode(functions[i].Function.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
            rules.Add($"f{i} ::= {Literal($"{name}\", \"arguments\": ")} @a{i}");
            schemas.Add($"a{i}", functions[i].Arguments.Schema);
        }

        return Grammar.FromNotation(vocabulary, string.Join(
            '\n', rules), schemas, part == CallGrammarPart.CallsOrJson ? json : FunctionGrammar.Json, cancellationToken);
    }

    private static string Literal(string text)
    {
        var escaped = text
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }
}
