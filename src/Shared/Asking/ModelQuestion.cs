using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Qwen.Shared.Asking;

/// <summary>What a task asks a model, and how the answer is to be written.</summary>
/// <param name="SystemText">The system message.</param>
/// <param name="Content">Media and words of the question, in their order.</param>
/// <param name="MaxOutputTokens">Most tokens of the answer.</param>
internal sealed record ModelQuestion(string SystemText, IReadOnlyList<AIContent> Content, int MaxOutputTokens)
{
    /// <summary>Messages behind the question: answers that were of no use, and why.</summary>
    public IEnumerable<ChatMessage> Sequel { get; init; } = [];

    /// <summary>The grammar that a local model obeys and other clients pass over; null for a free answer.</summary>
    public string? Grammar { get; init; }

    /// <summary>The JSON schemas that the grammar names, a JSON object; null for none.</summary>
    public string? GrammarSchemas { get; init; }

    /// <summary>The start of the answer, where the model is to go on from; null for none.</summary>
    public string? Prefix { get; init; }

    /// <summary>A tool that a local model is shown word for word; null for none.</summary>
    public string? ShownTool { get; init; }

    /// <summary>The JSON schema of the answer, for clients that speak to a server; null for none.</summary>
    public Func<JsonNode>? Schema { get; init; }

    /// <summary>Whether the model is to say how probable it found each token.</summary>
    public bool ReportsConfidence { get; init; }
}
