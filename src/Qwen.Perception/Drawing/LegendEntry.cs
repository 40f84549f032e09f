using Qwen.Shared.Lettering;
using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>A line of the legend.</summary>
/// <param name="Numbers">The numbers that it explains, as <c>1, 3–5</c>.</param>
/// <param name="Text">What they are.</param>
/// <param name="Colour">Their colour.</param>
internal sealed record LegendEntry(LetteredText Numbers, LetteredText Text, SKColor Colour);
