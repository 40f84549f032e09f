namespace Qwen.Screens;

/// <summary>Presses one of a phone's own buttons.</summary>
/// <param name="Button">Which.</param>
public sealed record PressButtonAction(SystemButton Button) : ScreenAction;
