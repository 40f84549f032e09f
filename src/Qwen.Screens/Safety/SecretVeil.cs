using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Safety;

/// <summary>What hides the secrets of one app, or one page, for as long as the guard lives.</summary>
internal sealed class SecretVeil(ScreenShot shot)
{
    private readonly ScreenPlace? place = shot.Place;
    private readonly PixelSize size = shot.Size;

    /// <summary>Fields that a secret was typed into, as they lay then.</summary>
    public List<ScreenControl> Fields { get; } = [];

    /// <summary>Whether the whole picture is hidden: nobody knows where a secret stands.</summary>
    public bool HidesAll { get; set; }

    /// <summary>Whether the fields may lie elsewhere now, and are looked for before the rest is shown.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>Whether a shot shows the app or page. A device that names no place always may.</summary>
    public bool Covers(ScreenShot other)
    {
        if (place is null or { App: null, Address: null } || other.Place is null or { App: null, Address: null })
            return true;
        if (place.App is { } app)
            return other.Place.App == app;

        // a page can change its address without being another one, and come back under its own
        return other.Place.Address is { } address && ((place.Document is { } document && document == other.Place.Document)
            || IsSame(address, place.Address!));
    }

    /// <summary>Takes note that a shot shows it, or something else.</summary>
    public void Follow(ScreenShot other)
    {
        if (!Covers(other))
            IsInDoubt = true; // what is left and come back to may lie elsewhere
        else if (other.Size != size)
            HidesAll = true;
    }

    private static bool IsSame(Uri first, Uri second) =>
        Uri.Compare(first, second, UriComponents.HttpRequestUrl, UriFormat.SafeUnescaped, StringComparison.Ordinal) == 0;
}
