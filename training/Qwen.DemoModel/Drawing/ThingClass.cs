namespace Qwen.DemoModel.Drawing;

/// <summary>What a patch can show. The number is the class's index; 0 is the background.</summary>
internal static class ThingClass
{
    /// <summary>Shapes of scenes.</summary>
    public static readonly string[] Shapes = ["circle", "square", "triangle", "star", "diamond", "cross"];

    /// <summary>Icons of screens.</summary>
    public static readonly string[] Icons = ["search", "menu", "back", "close", "add", "home", "heart", "star", "play", "mail"];

    private static readonly string[] Others = ["button", "field", "row", "title", "text", "heading", "paragraph", "cell"];

    private static readonly string[] All = ["none", .. Shapes, .. Icons.Select(icon => icon + " icon"), .. Others];

    /// <summary>Classes with the background.</summary>
    public static int Count => All.Length;

    /// <summary>Number of a class.</summary>
    public static int Of(string name) =>
        Array.IndexOf(All, name) is >= 0 and var index ? index : throw new ArgumentException($"No class '{name}'.", nameof(name));
}
