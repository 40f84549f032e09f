namespace Qwen.Screens;

/// <summary>Which desktop, and how it is driven.</summary>
public sealed record X11ScreenOptions
{
    /// <summary>Name of the display, for example <c>:0</c>; null for the one of the environment.</summary>
    public string? Display { get; init; }

    /// <summary>Path of ffmpeg, which captures the screen; null for the one on the search path.</summary>
    public string? FfmpegPath { get; init; }

    /// <summary>What one command may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}
