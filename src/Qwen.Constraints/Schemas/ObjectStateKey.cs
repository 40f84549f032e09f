namespace Qwen.Constraints.Schemas;

/// <summary>
/// What has been written of an object: which names, how many properties, which witnesses, where the order of names stands,
/// and which keys that no schema names (only where keys are counted).
/// </summary>
internal readonly record struct ObjectStateKey(BitSet Seen, int Position, int Count, int Witnessed, UsedTexts Used);
