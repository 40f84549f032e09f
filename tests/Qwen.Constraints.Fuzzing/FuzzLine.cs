namespace Qwen.Constraints.Fuzzing;

/// <summary>What a child said of one input.</summary>
public sealed record FuzzLine(
    string Name, string Result, bool IsFinding, double CompileMilliseconds, double TokenMilliseconds, long Work, string Detail);
