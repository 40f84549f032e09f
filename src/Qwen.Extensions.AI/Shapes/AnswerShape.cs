using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Constraints;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>What an answer has to look like, as the request says it.</summary>
internal sealed record AnswerShape
{
    /// <summary>The JSON the answer has to be; null for free text.</summary>
    public ChatResponseFormatJson? Format { get; init; }

    /// <summary>Whether the model is told in words what the format is.</summary>
    public bool FormatInstruction { get; init; } = true;

    /// <summary>The grammar that the answer has to follow, in place of a format; there are no functions beside it.</summary>
    public AnswerGrammar? Grammar { get; init; }

    /// <summary>Functions that may be called; empty where calls are not expected.</summary>
    public IReadOnlyList<AIFunctionDeclaration> Functions { get; init; } = [];

    /// <summary>Set where the answer has to be a call; names the function where it has to be a certain one.</summary>
    public RequiredChatToolMode? Required { get; init; }

    /// <summary>Whether an answer may hold several calls.</summary>
    public bool SeveralCalls { get; init; } = true;

    /// <summary>How JSON answers are written.</summary>
    public JsonGrammarOptions Json { get; init; } = QwenGenerationOptions.DefaultJson;

    /// <summary>Whether a call can only be how the answer begins: what looks like one inside a JSON answer is content.</summary>
    public bool CallsBegin => Format is not null || Required is not null;

    /// <summary>The schema of the format as text, without what tells the model nothing; null where any object will do.</summary>
    public string? SchemaText =>
        Format?.Schema is { } schema ? ConstraintErrors.Read("the response format", () => SchemaWriter.Write(schema)) : null;
}
