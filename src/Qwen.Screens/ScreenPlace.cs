namespace Qwen.Screens;

/// <summary>The app, program or page in the foreground, as the device knows it, which is not what the picture claims.</summary>
/// <param name="App">Identifier of the app or program: a package name, the name of a process; null for a page of a browser.</param>
/// <param name="Address">Address of the page; null for an app.</param>
/// <param name="Title">What people read on it; never a ground for trust.</param>
public sealed record ScreenPlace(string? App, Uri? Address = null, string? Title = null)
{
    /// <summary>
    /// Stands for the document that a browser shows, and stays while that only changes its address, or for the window of a desktop; null
    /// where the device does not tell.
    /// </summary>
    public string? Document { get; init; }
}
