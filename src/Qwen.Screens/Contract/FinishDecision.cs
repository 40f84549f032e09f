namespace Qwen.Screens.Contract;

/// <summary>The model ends the task.</summary>
/// <param name="Success">Whether it claims to have done it; only the screen can tell.</param>
internal sealed record FinishDecision(bool Success) : ScreenDecision;
