namespace Qwen.Screens;

/// <summary>A swipe of the finger, or a drag with the left button.</summary>
/// <param name="From">Where it starts.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Duration">How long it takes: short ones fling.</param>
public sealed record DragAction(ScreenPoint From, ScreenPoint To, TimeSpan Duration) : ScreenAction;
