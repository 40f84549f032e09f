namespace Qwen.Perception.Reading.Numbers;

/// <summary>A number as it is printed.</summary>
/// <param name="Value">The number; null where what is printed is none, or none that is certain.</param>
/// <param name="Note">
/// What a reader of the number has to know, or why there is none, as the end of a sentence whose subject is the print; null for nothing.
/// </param>
internal readonly record struct PrintedNumber(decimal? Value, string? Note = null);
