using Qwen.Screens.Simulated.Tasks;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Desktop;

/// <summary>A list of commands that drops down at a point.</summary>
/// <param name="At">Its upper left corner.</param>
/// <param name="Commands">What it offers.</param>
internal sealed record DesktopMenu(SKPoint At, IReadOnlyList<(string Label, Action Do)> Commands);
