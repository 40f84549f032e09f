using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Screens;

/// <summary>A screen that another program may use: named by one word, touched only where apps are named.</summary>
internal static class ServedScreen
{
    /// <summary>What the word may be, for help and messages.</summary>
    public const string Forms = "phone|desktop|adb[:SERIAL]|x11[:DISPLAY]";

    /// <summary>Whether it exists in this process only.</summary>
    public static bool IsSimulated(string name) => name is "phone" or "desktop";

    /// <summary>Opens the screen.</summary>
    /// <param name="name">One of <see cref="Forms"/>.</param>
    /// <param name="forSmallModel">Whether the model sees few pixels: a simulated phone then has few.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    /// <exception cref="QwenException">There is no such screen.</exception>
    public static async Task<IScreen> OpenScreenAsync(string name, bool forSmallModel, CancellationToken cancellationToken)
    {
        var (kind, place) = Cut(name);
        return kind switch
        {
            "phone" => new SimulatedPhone(forSmallModel ? SimulatedPhoneOptions.Small : null),
            "desktop" => new SimulatedDesktop(),
            "adb" => await AndroidScreen.OpenAsync(new AndroidScreenOptions { Serial = place }, cancellationToken),
            _ => await X11Screen.OpenAsync(new X11ScreenOptions { Display = place }, cancellationToken),
        };
    }

    /// <summary>What may be done where a person answers for what is serious.</summary>
    /// <param name="name">One of <see cref="Forms"/>; phone and desktop are simulated, and allow their own apps.</param>
    /// <param name="apps">Identifiers of the apps that may be used.</param>
    public static ScreenPolicy ReadPolicy(string name, IReadOnlyList<string> apps) => new()
    {
        Apps = [.. apps.Select(app => new AllowedApp(app)), .. IsSimulated(name) ? ScreenSettings.SimulatedPolicy.Apps : []],
        Unasked = ScreenRisk.Reversible,
    };

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? FindMistake(string name)
    {
        var kind = name.Split(':')[0];
        return kind is "adb" or "x11" || IsSimulated(name)
            ? null
            : $"There is no screen '{name}': give {Forms.Replace("|", ", ", StringComparison.Ordinal)}.";
    }

    /// <summary>Opens the screen behind its guard, for a program where nobody can be asked.</summary>
    /// <param name="name">One of <see cref="Forms"/>; phone and desktop are simulated, and allow their own apps.</param>
    /// <param name="apps">Identifiers of the apps that may be used.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    /// <exception cref="QwenException">There is no such screen.</exception>
    public static async Task<GuardedScreen> OpenAsync(string name, IReadOnlyList<string> apps, CancellationToken cancellationToken)
    {
        // the terminal belongs to the other program: what would need a person's yes is refused
        var policy = IsSimulated(name) ? ScreenSettings.SimulatedPolicy : ReadPolicy(name, apps);
        var screen = await OpenScreenAsync(name, forSmallModel: false, cancellationToken);
        return new GuardedScreen(screen, new ScreenGuardOptions { Policy = policy });
    }

    private static (string Kind, string? Place) Cut(string name)
    {
        var cut = name.IndexOf(':', StringComparison.Ordinal);
        var (kind, place) = cut < 0 ? (name, null) : (name[..cut], name[(cut + 1)..]);
        return FindMistake(name) is { } mistake ? throw new QwenException(mistake) : (kind, place);
    }
}
