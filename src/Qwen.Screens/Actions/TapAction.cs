namespace Qwen.Screens;

/// <summary>A short touch, or a click.</summary>
/// <param name="Point">Where.</param>
/// <param name="Button">With what; screens for fingers know the left one only.</param>
public sealed record TapAction(ScreenPoint Point, MouseButton Button = MouseButton.Left) : ScreenAction;
