namespace Qwen.Screens;

/// <summary>Opens an app by its name or identifier, or an address.</summary>
/// <param name="Target">What to open.</param>
public sealed record OpenAction(string Target) : ScreenAction;
