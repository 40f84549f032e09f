using System.CommandLine;
using Qwen.Cli.Commands;
using Qwen.Screens;
using Qwen.Screens.Simulated;

namespace Qwen.Cli.Screens;

/// <summary>Which screen, and what is allowed on it: options that several commands share.</summary>
/// <param name="kind">A phone or a desktop.</param>
internal sealed class ScreenSettings(ScreenKind kind)
{
    private static readonly AllowedApp[] SimulatedApps =
    [
        new("app.launcher"), new("app.settings", "Settings"), new("app.contacts", "Contacts"), new("app.messages", "Messages"),
        new("app.notes", "Notes"), new("app.clock", "Clock"), new("app.shop", "Shop"), new("app.browser", "Browser"), new("desktop"),
        new("editor", "Editor"), new("files", "Files"),
    ];

    private readonly Option<string?> adb = new("--adb")
    {
        Description = "An Android device by its serial, through the adb server of this machine; without a serial the only one.",
        HelpName = "SERIAL",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> display = new("--display")
    {
        Description = "Display of that device to look at, by its identifier; 'dumpsys SurfaceFlinger --display-id' on it lists them.",
        HelpName = "ID",
    };

    private readonly Option<int?> touchDisplay = new("--touch-display")
    {
        Description = "Display of that device to touch, by its number, which is another than the identifier: 0 is the main one.",
        HelpName = "N",
    };

    private readonly Option<string?> x11 = new("--x11")
    {
        Description = "The desktop of an X display by its name, for example :0; without a name that of the environment.",
        HelpName = "DISPLAY",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> windows = new("--windows") { Description = "The desktop of this Windows session." };

    private readonly Option<string[]> allow = new("--allow")
    {
        Description = "App that may be used, by its identifier; may be repeated. Nothing else is touched. "
            + "The simulated screens allow their own.",
        HelpName = "APP",
    };

    private readonly Option<bool> small = new("--small") { Description = "A simulated phone with few pixels, for models that see few." };

    /// <summary>Allows everything in the simulated phone's own apps, which reach nothing.</summary>
    public static ScreenPolicy SimulatedPolicy { get; } = new()
    {
        Apps = SimulatedApps, Origins = [WebOrigin.Parse("https://example.org")], Unasked = Enum.GetValues<ScreenRisk>().Max(),
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(allow);
        if (kind == ScreenKind.Phone)
        {
            command.Add(adb);
            command.Add(display);
            command.Add(touchDisplay);
            command.Add(small);
            display.Refuse(id => id.All(char.IsAsciiDigit) ? null : $"'{id}' is no identifier of a display; those are digits.");
            touchDisplay.Between(0, 1000);
            command.Validators.Add(result =>
            {
                if (result.GetResult(adb) is null && (result.GetResult(display) ?? result.GetResult(touchDisplay)) is { } given)
                    result.AddError($"{given.Option.Name} is for a device: name it with --adb.");
            });
            return;
        }

        command.Add(x11);
        if (OperatingSystem.IsWindows())
            command.Add(windows);
    }

    /// <summary>Opens the screen.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="forSmallModel">Whether the model sees few pixels.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    public async Task<IScreen> OpenAsync(ParseResult parsed, bool forSmallModel, CancellationToken cancellationToken)
    {
        if (parsed.GetResult(x11) is not null)
            return await X11Screen.OpenAsync(new X11ScreenOptions { Display = parsed.GetValue(x11) }, cancellationToken);
        if (OperatingSystem.IsWindows() && parsed.GetResult(windows) is not null)
            return new WindowsScreen();
        if (parsed.GetResult(adb) is not null)
        {
            var options = new AndroidScreenOptions
            {
                Serial = parsed.GetValue(adb), CaptureDisplay = parsed.GetValue(display), InputDisplay = parsed.GetValue(touchDisplay),
            };
            return await AndroidScreen.OpenAsync(options, cancellationToken);
        }

        if (kind != ScreenKind.Phone)
            return new SimulatedDesktop();
        return new SimulatedPhone(forSmallModel || parsed.GetValue(small) ? SimulatedPhoneOptions.Small : null);
    }

    /// <summary>The policy: what is named, and for simulated screens what they have.</summary>
    public ScreenPolicy ReadPolicy(ParseResult parsed, Approval approval) => new()
    {
        Apps = [.. (parsed.GetValue(allow) ?? []).Select(app => new AllowedApp(app)), .. IsSimulated(parsed) ? SimulatedApps : []],
        Unasked = approval == Approval.AllReversible ? ScreenRisk.Reversible : ScreenRisk.Observe,
    };

    private bool IsSimulated(ParseResult parsed) =>
        parsed.GetResult(adb) is null && parsed.GetResult(x11) is null && parsed.GetResult(windows) is null;
}
