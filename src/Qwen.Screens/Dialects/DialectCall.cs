using System.Text.Json.Nodes;

namespace Qwen.Screens.Dialects;

/// <summary>An action as it was written.</summary>
/// <param name="Thought">What stands before it; may be empty.</param>
/// <param name="Word">Its word; null where the answer holds no action.</param>
/// <param name="Arguments">Its arguments under the names that <see cref="Contract.ArgumentReader"/> knows.</param>
internal sealed record DialectCall(string Thought, string? Word, JsonObject Arguments);
