namespace Qwen.Screens;

/// <summary>A touch that stays.</summary>
/// <param name="Point">Where.</param>
/// <param name="Duration">How long.</param>
public sealed record LongPressAction(ScreenPoint Point, TimeSpan Duration) : ScreenAction;
