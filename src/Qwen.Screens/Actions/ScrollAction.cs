namespace Qwen.Screens;

/// <summary>Turns the wheel.</summary>
/// <param name="Point">Over what.</param>
/// <param name="Right">Pixels by which the content moves to show what lies to the right; negative for the left.</param>
/// <param name="Down">Pixels by which the content moves to show what lies below; negative for above.</param>
public sealed record ScrollAction(ScreenPoint Point, int Right, int Down) : ScreenAction;
