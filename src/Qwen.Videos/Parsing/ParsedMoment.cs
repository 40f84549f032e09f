namespace Qwen.Videos.Parsing;

/// <summary>A stretch of time as a model named it, in seconds of its own clock; the end may lie before the start.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends; equal to the start where only one time was named.</param>
/// <param name="Text">What happens there; may be empty.</param>
internal sealed record ParsedMoment(double Start, double End, string Text);
