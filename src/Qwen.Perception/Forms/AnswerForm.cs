using System.Text.Json.Nodes;

namespace Qwen.Perception.Forms;

/// <summary>How the model writes a kind of answer, for clients that can hold it to that.</summary>
/// <remarks>
/// A form allows every layout that the model is known to choose, its slips included (trailing commas, coordinates in quotes): what a
/// mask takes away from a model, it replaces by something worse. For the same reason coordinates are not bounded by the picture's
/// size: of a 130 that may not be, a 13 would be left. They are clamped when they are read.
/// </remarks>
/// <param name="Grammar">In the notation of <see cref="Qwen.Constraints.Grammar.FromNotation"/>.</param>
/// <param name="Schema">Makes the JSON schema of the answer, a fence around it left out; null where the answer is no JSON.</param>
internal sealed record AnswerForm(string Grammar, Func<JsonNode>? Schema = null);
