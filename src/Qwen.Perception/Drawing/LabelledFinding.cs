using Qwen.Shared.Lettering;
using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>A finding as it is drawn.</summary>
/// <param name="Number">Its place in the list of findings, from 1.</param>
/// <param name="Place">The box, or what a point's mark fills of the picture, pixels of the drawing.</param>
/// <param name="Mark">Where a point is; null for a box.</param>
/// <param name="Text">What is written about it; may be empty.</param>
/// <param name="Colour">Its colour.</param>
internal sealed record LabelledFinding(int Number, SKRect Place, SKPoint? Mark, string Text, SKColor Colour)
{
    /// <summary>The text ready to be drawn; null where there is none, or none that this machine can write.</summary>
    public LetteredText? Lettered { get; init; }

    /// <summary>Where its label stands; null where it has none.</summary>
    public PlacedLabel? Label { get; init; }
}
