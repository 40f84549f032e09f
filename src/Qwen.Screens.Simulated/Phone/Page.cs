using Qwen.Screens.Simulated.Kit;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>One view of an app: what stands in its bar, in its scrolling body and at its foot.</summary>
/// <param name="title">Title in the bar.</param>
/// <param name="body">Makes the body from the state.</param>
internal sealed class Page(string title, Func<IEnumerable<View>> body)
{
    public string Title { get; init; } = title;

    public Func<IEnumerable<View>> Body { get; } = body;

    /// <summary>Buttons at the end of the bar.</summary>
    public Func<IEnumerable<View>> Actions { get; init; } = () => [];

    /// <summary>What stays in place below the body.</summary>
    public Func<View>? Foot { get; init; }

    /// <summary>The round button above the body.</summary>
    public IconButton? Floating { get; init; }

    /// <summary>Whether pictures of it are black.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Address of the page in a browser.</summary>
    public Uri? Address { get; init; }

    public ScrollPosition Scroll { get; } = new();
}
