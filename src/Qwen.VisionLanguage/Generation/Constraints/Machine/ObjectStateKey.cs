namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>What has been written of an object: which names, how many properties, which witnesses, and where the order of names stands.</summary>
internal readonly record struct ObjectStateKey(BitSet Seen, int Position, int Count, int Witnessed);
