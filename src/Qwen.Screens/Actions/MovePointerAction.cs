namespace Qwen.Screens;

/// <summary>Moves the pointer without pressing anything.</summary>
/// <param name="Point">Where to.</param>
public sealed record MovePointerAction(ScreenPoint Point) : ScreenAction;
