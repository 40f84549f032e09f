namespace Qwen.Screens.Contract;

/// <summary>The model wants to act.</summary>
/// <param name="Action">What it wants done, in pixels of the screen.</param>
internal sealed record ActDecision(ScreenAction Action) : ScreenDecision;
