namespace Qwen.Screens.Simulated.Desktop;

/// <summary>A text file of the simulated desktop.</summary>
internal sealed class DesktopFile(string name, string text)
{
    public string Name { get; } = name;

    public string Text { get; set; } = text;
}
