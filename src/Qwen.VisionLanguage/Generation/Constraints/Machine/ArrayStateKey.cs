namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>What has been written of an array: how many items, and how many of them were which witness.</summary>
internal readonly record struct ArrayStateKey(int Index, CountList Counts);
