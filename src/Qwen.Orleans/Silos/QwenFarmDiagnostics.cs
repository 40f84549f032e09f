namespace Qwen.Orleans;

/// <summary>Names under which silos report what they do.</summary>
public static class QwenFarmDiagnostics
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string SourceName = "Qwen.Orleans";
}
