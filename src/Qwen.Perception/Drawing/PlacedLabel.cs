using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>Where a label stands.</summary>
/// <param name="Plate">Its ground.</param>
/// <param name="IsNumber">Whether it is the number only, and the text stands in the legend.</param>
/// <param name="Leader">The line from the plate to what it names; null where the plate stands beside it.</param>
internal sealed record PlacedLabel(SKRect Plate, bool IsNumber, (SKPoint From, SKPoint To)? Leader)
{
    /// <summary>Whether no place was free, so that it covers something.</summary>
    public bool IsForced { get; init; }
}
