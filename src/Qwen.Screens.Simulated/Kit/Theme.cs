using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>Colours of a whole screen.</summary>
internal sealed record Theme
{
    public required SKColor Background { get; init; }
    public required SKColor Surface { get; init; }
    public required SKColor Raised { get; init; }
    public required SKColor Text { get; init; }
    public required SKColor Muted { get; init; }
    public required SKColor Line { get; init; }
    public required SKColor Accent { get; init; }
    public required SKColor OnAccent { get; init; }
    public required SKColor Danger { get; init; }
    public required bool IsDark { get; init; }

    public static Theme Light { get; } = new()
    {
        Background = new(0xF6, 0xF7, 0xFB), Surface = SKColors.White, Raised = new(0xE9, 0xEC, 0xF5), Text = new(0x1A, 0x1C, 0x23),
        Muted = new(0x5D, 0x63, 0x72), Line = new(0xDF, 0xE2, 0xEA), Accent = new(0x1F, 0x5F, 0xD6), OnAccent = SKColors.White,
        Danger = new(0xC0, 0x2B, 0x2B), IsDark = false,
    };

    public static Theme Dark { get; } = new()
    {
        Background = new(0x12, 0x14, 0x19), Surface = new(0x1D, 0x20, 0x28), Raised = new(0x2B, 0x2F, 0x3A), Text = new(0xEC, 0xEE, 0xF4),
        Muted = new(0xA4, 0xAB, 0xBB), Line = new(0x32, 0x37, 0x43), Accent = new(0x8A, 0xB4, 0xFF), OnAccent = new(0x0B, 0x1E, 0x45),
        Danger = new(0xFF, 0x8F, 0x87), IsDark = true,
    };
}
