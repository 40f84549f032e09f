namespace Qwen.Screens;

/// <summary>Does nothing for a while.</summary>
/// <param name="Duration">How long.</param>
public sealed record WaitAction(TimeSpan Duration) : ScreenAction;
