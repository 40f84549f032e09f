namespace Qwen.DemoModel.Drawing;

/// <summary>One line of text in a picture.</summary>
/// <param name="Text">The text.</param>
/// <param name="Box">Box around its ink.</param>
/// <param name="Centres">Centre of each character. // [text length]</param>
internal sealed record TextRow(string Text, Box Box, IReadOnlyList<(float X, float Y)> Centres)
{
    /// <summary>Size of the font in pixels.</summary>
    public float Size { get; init; }
}
