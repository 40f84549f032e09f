using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Constraints;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Extensions.AI;

/// <summary>
/// The library's own options of a request, for <see cref="ChatOptions.RawRepresentationFactory"/>. What <see cref="ChatOptions"/>
/// says explicitly lies over them. Return a fresh instance on each call.
/// </summary>
public sealed record QwenGenerationOptions
{
    /// <summary>How tokens are drawn.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Most tokens to write; null for what is left of the context, at most 4096.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Texts that end the answer; they are not part of it.</summary>
    public IReadOnlyList<string> StopSequences { get; init; } = [];

    /// <summary>Alternatives to report per token; 0 reports the chosen token's probability only, null reports none.</summary>
    public int? TopLogProbabilities { get; init; }

    /// <summary>Whether an answer that repeats itself without end is stopped.</summary>
    public bool StopRepetition { get; init; } = true;

    /// <summary>
    /// How JSON answers are written (<see cref="ChatOptions.ResponseFormat"/>): white space as the model likes, properties in the order of
    /// the schema, unless set. Calls of functions are always written as the model was trained on them.
    /// </summary>
    public JsonGrammarOptions Json { get; init; } = DefaultJson;

    /// <summary>Whether the model is told in words what the response format is.</summary>
    public bool FormatInstruction { get; init; } = true;

    /// <summary>
    /// The grammar that the answer has to follow, in the notation of <see cref="Qwen.Constraints.Grammar.FromNotation"/>; null for none.
    /// See <see cref="QwenPropertyNames.Grammar"/>.
    /// </summary>
    public string? Grammar { get; init; }

    /// <summary>The JSON schemas that <see cref="Grammar"/> names by <c>@name</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> GrammarSchemas { get; init; } = NoSchemas;

    /// <summary>Whether media are numbered in the prompt: "Picture 1: ", "Video 1: " (<c>add_vision_id</c>).</summary>
    public bool NumberMedia { get; init; }

    /// <summary>Start of the answer that the model has to continue; not part of what is returned.</summary>
    public string? AssistantPrefix { get; init; }

    internal static IReadOnlyDictionary<string, JsonElement> NoSchemas { get; } = new Dictionary<string, JsonElement>();

    internal static JsonGrammarOptions DefaultJson { get; } = new() { PropertyOrder = JsonPropertyOrder.AsWritten };
}
