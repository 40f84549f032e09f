using Qwen.Screens.Contract;
using Qwen.Screens.Safety;

namespace Qwen.Screens;

/// <summary>One step of an agent: what it saw, thought and did, and what came of it.</summary>
public sealed record ScreenStep
{
    /// <summary>Counts from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What the model saw.</summary>
    public required ScreenShot Before { get; init; }

    /// <summary>The model's answer, read; null where it was not asked (a limit was reached, or the instruction needed no model).</summary>
    internal ActionAnswer? Answer { get; init; }

    /// <summary>What became of the action; null where none was attempted.</summary>
    public ScreenAttempt? Attempt { get; init; }

    /// <summary>The screen when it was still again; null where no action was carried out.</summary>
    public ScreenShot? After { get; init; }

    /// <summary>What the model answered to a question in the task; null for nothing.</summary>
    public string? Reply { get; init; }

    /// <summary>Why the agent stopped; set in the last step only.</summary>
    public ScreenStop? Stop { get; init; }

    /// <summary>Why, in a sentence; null where the agent goes on.</summary>
    public string? StopReason { get; init; }

    /// <summary>How long the step took, the model's time included.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What the model thought; may be empty.</summary>
    public string Thought => Answer?.Thought ?? "";

    /// <summary>What was mended in the model's answer before it was carried out, in sentences; usually nothing.</summary>
    public IReadOnlyList<string> Notes => Answer?.Notes ?? [];

    /// <summary>The picture before with the touch drawn on it.</summary>
    /// <returns>A PNG file.</returns>
    public byte[] DrawBefore() => ActionDrawing.Draw(Before, Attempt?.Action);
}
