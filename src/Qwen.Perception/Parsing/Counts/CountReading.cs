namespace Qwen.Perception.Parsing.Counts;

/// <summary>What an answer says of how many there are.</summary>
/// <param name="Count">The number; null where it gives none, or no single one.</param>
/// <param name="Note">What a reader of the number has to know, or why there is none; null for nothing.</param>
internal readonly record struct CountReading(int? Count, string? Note = null);
