using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Browser;

/// <summary>Which pages a browser may reach, and how it is started.</summary>
public sealed record BrowserScreenOptions
{
    /// <summary>
    /// Origins that may be reached, by pages and by everything they load. Nothing else is, so an empty list shows nothing. Those that a
    /// <see cref="ScreenPolicy"/> allows actions on are best the same.
    /// </summary>
    public required IReadOnlyList<WebOrigin> AllowedOrigins { get; init; }

    /// <summary>
    /// What pages may do beyond being shown, by their origin: nothing unless it is named here. A page can pass permissions on to frames
    /// within it.
    /// </summary>
    public IReadOnlyDictionary<WebOrigin, PagePowers> Powers { get; init; } = new Dictionary<WebOrigin, PagePowers>();

    /// <summary>Where files are saved that pages may save; made if it is not there.</summary>
    public string? DownloadFolder { get; init; }

    /// <summary>Bytes that all saved files may have together; one that would exceed them is broken off.</summary>
    public long DownloadLimit { get; init; } = 100 << 20;

    /// <summary>Where to begin; null for an empty page.</summary>
    public Uri? Address { get; init; }

    /// <summary>Size of the page in pixels.</summary>
    public PixelSize Size { get; init; } = new(1280, 800);

    /// <summary>Whether no window is shown.</summary>
    public bool Headless { get; init; } = true;

    /// <summary>Path of a Chromium; null for the one on the search path.</summary>
    public string? ExecutablePath { get; init; }

    /// <summary>What loading a page may take.</summary>
    public TimeSpan LoadTime { get; init; } = TimeSpan.FromSeconds(30);
}
