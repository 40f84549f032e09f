namespace Qwen.Constraints.Schemas;

/// <summary>
/// What has been written of an array: how many items, how many of them were which witness, and which (only where they must differ).
/// </summary>
internal readonly record struct ArrayStateKey(int Index, CountList Counts, UsedTexts Used);
