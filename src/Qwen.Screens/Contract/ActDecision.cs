namespace Qwen.Screens;

/// <summary>The model wants to act.</summary>
/// <param name="Action">What it wants done, in pixels of the screen.</param>
public sealed record ActDecision(ScreenAction Action) : ScreenDecision;
