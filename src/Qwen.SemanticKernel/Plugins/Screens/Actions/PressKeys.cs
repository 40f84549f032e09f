namespace Qwen.SemanticKernel.Plugins.Screens.Actions;

/// <summary>Presses keys in order and releases them in reverse: a key, or a chord.</summary>
/// <param name="Keys">Names as the X keyboard and the model write them, in lower case: "ctrl", "c", "enter", "volume_up".</param>
public sealed record PressKeys(IReadOnlyList<string> Keys) : ScreenAction;
