namespace Qwen.Screens.Contract;

/// <summary>The model ends the task.</summary>
/// <param name="Success">Whether it claims to have done it; only the screen can tell.</param>
/// <param name="Text">What it answers; null for nothing.</param>
internal sealed record FinishDecision(bool Success, string? Text = null) : ScreenDecision;
