namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>What a model answered to the question where something is.</summary>
/// <param name="X">Pixels from the left; null where the answer names no point.</param>
/// <param name="Y">Pixels from the top.</param>
/// <param name="SaysAbsent">Whether the answer says that there is no such thing.</param>
internal sealed record PointAnswer(double? X, double? Y, bool SaysAbsent = false)
{
    /// <summary>An answer that could not be read: wrong, whatever the question.</summary>
    public static PointAnswer Unreadable { get; } = new(null, null);
}
