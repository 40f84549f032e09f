using System.Text.Json;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>A caller's own grammar of the whole answer.</summary>
/// <param name="Notation">Its rules; the answer is a <c>root</c>.</param>
/// <param name="Schemas">The schemas that its rules name.</param>
internal sealed record AnswerGrammar(string Notation, IReadOnlyDictionary<string, JsonElement> Schemas);
