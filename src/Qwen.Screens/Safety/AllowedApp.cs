namespace Qwen.Screens;

/// <summary>An app that may be used.</summary>
/// <param name="Id">Its identifier as the device knows it: a package name, a window class. Compared character by character.</param>
/// <param name="Name">The name by which a model may open it; null where only the identifier does.</param>
public sealed record AllowedApp(string Id, string? Name = null);
