namespace Qwen.Screens;

/// <summary>Types into what has the focus.</summary>
/// <param name="Text">Any Unicode text, taken as data.</param>
public sealed record TypeText(string Text) : ScreenAction;
