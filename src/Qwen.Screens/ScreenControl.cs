namespace Qwen.Screens;

/// <summary>A control on the screen, as the device describes it.</summary>
/// <param name="Label">What stands on it or what it is announced as; empty where it has none.</param>
/// <param name="Role">What it is: "button", "text field", "link", "app icon".</param>
/// <param name="IsSecret">Whether it takes a password or the like, which no picture that is kept may show.</param>
public sealed record ScreenControl(string Label, string Role, bool IsSecret = false)
{
    /// <summary>Left, top, right and bottom in pixels of the shot; null where the device does not tell.</summary>
    public (int Left, int Top, int Right, int Bottom)? Bounds { get; init; }

    /// <summary>
    /// Whether the device says that a touch does nothing to it: a text that is only read, the bare ground of a page. What it cannot tell
    /// it calls not so.
    /// </summary>
    public bool IsPassive { get; init; }

    /// <summary>
    /// What it leads to, as the device knows it and not as it is labelled: the address of a link, the identifier of an app; null where
    /// the device does not tell.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>
    /// Address of the frame that gets the touch, where a page holds it in one: what is in a frame belongs to that address and not to
    /// the page's. Null elsewhere.
    /// </summary>
    public Uri? Frame { get; init; }
}
