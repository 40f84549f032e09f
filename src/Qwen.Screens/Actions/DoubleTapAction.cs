namespace Qwen.Screens;

/// <summary>Two short touches, or a double click.</summary>
/// <param name="Point">Where.</param>
public sealed record DoubleTapAction(ScreenPoint Point) : ScreenAction;
