using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Screens;

/// <summary>A screen that another program may use: named by one word, touched only where apps are named.</summary>
internal static class ServedScreen
{
    /// <summary>What the word may be, for help and messages.</summary>
    public const string Forms = "phone|desktop|adb[:SERIAL]|x11[:DISPLAY]";

    /// <summary>Opens the screen behind its guard.</summary>
    /// <param name="name">One of <see cref="Forms"/>; phone and desktop are simulated, and allow their own apps.</param>
    /// <param name="apps">Identifiers of the apps that may be used.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    /// <exception cref="QwenException">There is no such screen.</exception>
    public static async Task<GuardedScreen> OpenAsync(string name, IReadOnlyList<string> apps, CancellationToken cancellationToken)
    {
        var cut = name.IndexOf(':', StringComparison.Ordinal);
        var (kind, place) = cut < 0 ? (name, null) : (name[..cut], name[(cut + 1)..]);
        IScreen screen = kind switch
        {
            "phone" when place is null => new SimulatedPhone(),
            "desktop" when place is null => new SimulatedDesktop(),
            "adb" => await AndroidScreen.OpenAsync(new AndroidScreenOptions { Serial = place }, cancellationToken),
            "x11" => await X11Screen.OpenAsync(new X11ScreenOptions { Display = place }, cancellationToken),
            _ => throw new QwenException($"There is no screen '{name}': give {Forms.Replace("|", ", ", StringComparison.Ordinal)}."),
        };

        // nobody can be asked here: the terminal belongs to the other program. What would need a person's yes is refused
        var policy = kind is "phone" or "desktop"
            ? ScreenSettings.SimulatedPolicy
            : new ScreenPolicy { Apps = [.. apps.Select(app => new AllowedApp(app))], Unasked = ScreenRisk.Reversible };
        return new GuardedScreen(screen, new ScreenGuardOptions { Policy = policy });
    }
}
