using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>A finding that wants a label.</summary>
/// <param name="Place">The box, or the square that a point's mark fills, pixels of the drawing.</param>
/// <param name="Text">Size of the plate with its text; empty where it cannot be written.</param>
/// <param name="Number">Size of the plate with its number.</param>
/// <param name="IsPoint">Whether it is a mark, which nothing may cover.</param>
internal readonly record struct LabelTarget(SKRect Place, SKSize Text, SKSize Number, bool IsPoint);
