using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Qwen.Screens.Android;
using Qwen.Screens.Android.Adb;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens;

/// <summary>An Android device or emulator behind an adb server. Nothing is installed on it.</summary>
/// <remarks>
/// Needs Android 7 or newer. Text beyond ASCII needs the ADBKeyboard app on the device; the keyboard in use is put back after every text,
/// also when typing is cancelled or this program is killed.
/// </remarks>
public sealed class AndroidScreen : IScreen
{
    private const int TreeTries = 3;
    private static readonly TimeSpan RestoreTime = TimeSpan.FromSeconds(5);

    private readonly AdbClient client;
    private readonly AndroidScreenOptions options;
    private readonly string serial;
    private PixelSize picture;
    private PixelSize touch;

    private AndroidScreen(AdbClient client, AndroidScreenOptions options, AdbDevice device)
    {
        this.client = client;
        this.options = options;
        serial = device.Serial;
        Capabilities = new ScreenCapabilities
        {
            Name = device.Model is { } model ? $"{model} ({device.Serial})" : device.Serial,
            Kind = ScreenKind.Phone,
            KnowsControls = true,
            KnowsPlace = true,
            Actions = new[]
            {
                typeof(TapAction), typeof(DoubleTapAction), typeof(LongPressAction), typeof(DragAction), typeof(ScrollAction),
                typeof(TypeTextAction), typeof(PressKeysAction),
                typeof(PressButtonAction),
                typeof(OpenAction), typeof(WaitAction),
            }.ToFrozenSet(),
        };
    }

    /// <inheritdoc/>
    public ScreenCapabilities Capabilities { get; }

    private string Input =>
        options.InputDisplay is { } display ? string.Create(CultureInfo.InvariantCulture, $"input -d {display}") : "input";

    /// <summary>Connects to a device through the adb server that the options name.</summary>
    /// <param name="options">Which server and device; null for this machine's server and its only device.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    /// <exception cref="QwenException">There is no server, no device, several of them, or it is not ready.</exception>
    public static async Task<AndroidScreen> OpenAsync(AndroidScreenOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new AndroidScreenOptions();
        var client = new AdbClient(options.ServerHost, options.ServerPort);
        var devices = await client.GetDevicesAsync(cancellationToken).ConfigureAwait(false);
        var screen = new AndroidScreen(client, options, Choose(devices, options.Serial));
        await screen.RunAsync("input keyevent KEYCODE_WAKEUP", cancellationToken).ConfigureAwait(false);
        return screen;
    }

    /// <inheritdoc/>
    public async Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default)
    {
        var line = options.CaptureDisplay is { } display ? ShellQuote.Line("screencap", "-p", "-d", display) : "screencap -p";
        var answer = await WithinAsync(
            token => client.RunAsync(serial, AndroidState.Question, token), cancellationToken).ConfigureAwait(false);
        var state = AndroidState.Parse(answer.Text);
        var file = await WithinAsync(token => client.ExecuteAsync(serial, line, token), cancellationToken).ConfigureAwait(false);
        var (png, size, isProtected) = AndroidPicture.Read(file, state.Size ?? touch);
        picture = size;

        // a picture that lies across says so itself where the device does not
        var natural = state.Size ?? size;
        var isTurned = state.Rotation is { } degrees ? degrees % 180 != 0 : natural.Width < natural.Height != size.Width < size.Height;
        touch = isTurned ? new PixelSize(natural.Height, natural.Width) : natural;
        return new ScreenShot
        {
            Png = png,
            Size = size,
            Time = DateTimeOffset.UtcNow,
            Density = state.Density * size.Width / touch.Width,
            Rotation = state.Rotation ?? (isTurned ? 90 : 0),
            IsProtected = isProtected,
            Place = new ScreenPlace(state.Package),
        };
    }

    /// <inheritdoc/>
    public async Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (picture == default)
            await CaptureAsync(cancellationToken).ConfigureAwait(false); // points are pixels of a picture
        await (action switch
        {
            TapAction { Button: MouseButton.Left } tap => RunAsync($"{Input} tap {At(tap.Point)}", cancellationToken),
            DoubleTapAction tap => RunAsync($"{Input} tap {At(tap.Point)} && sleep 0.1 && {Input} tap {At(tap.Point)}", cancellationToken),
            LongPressAction press => SwipeAsync(press.Point, press.Point, press.Duration, cancellationToken),
            DragAction drag => SwipeAsync(drag.From, drag.To, drag.Duration, cancellationToken),
            ScrollAction scroll => SwipeAsync(scroll.Point, ScrollEnd(scroll), TimeSpan.FromMilliseconds(400), cancellationToken),
            TypeTextAction type => TypeAsync(string.Join('\n', type.ToLines()), cancellationToken),
            PressKeysAction { Keys: [var key] } => RunAsync($"{Input} keyevent {AndroidKeys.Find(key)}", cancellationToken),
            PressKeysAction { Keys.Count: > 1 } keys =>
                RunAsync($"{Input} keycombination {string.Join(' ', keys.Keys.Select(AndroidKeys.Find))}", cancellationToken),
            PressButtonAction press => RunAsync($"{Input} keyevent {Code(press.Button)}", cancellationToken),
            OpenAction open => OpenAsync(open.Target, cancellationToken),
            WaitAction wait => Task.Delay(wait.Duration, cancellationToken),
            _ => throw new QwenException($"An Android device cannot carry out {action}. Its capabilities say what it can."),
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default) =>
        FindAsync(nodes => AndroidControls.Find(nodes, ToTouch(point)), cancellationToken);

    /// <inheritdoc/>
    public Task<ScreenControl?> FindFocusAsync(CancellationToken cancellationToken = default) =>
        FindAsync(AndroidControls.FindFocus, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // nothing stays open between calls

    private async Task<ScreenControl?> FindAsync(Func<IReadOnlyList<AndroidNode>, ScreenControl?> find, CancellationToken cancellationToken)
    {
        if (picture == default)
            await CaptureAsync(cancellationToken).ConfigureAwait(false);
        for (var attempt = 0; attempt < TreeTries; attempt++)
        {
            // it fails while anything moves; without what no reader of the screen is told it fails less, so that is the last try
            var line = attempt < TreeTries - 1 ? "uiautomator dump /dev/tty" : "uiautomator dump --compressed /dev/tty";
            var dump = await WithinAsync(token => client.ExecuteAsync(serial, line, token), cancellationToken).ConfigureAwait(false);
            if (AndroidControls.Read(Encoding.UTF8.GetString(dump)) is not { } nodes)
                continue;
            return find(nodes) is { } control ? control with { Bounds = control.Bounds is { } bounds ? ToPicture(bounds) : null } : null;
        }

        return AndroidControls.Unknown;
    }

    private static AdbDevice Choose(IReadOnlyList<AdbDevice> devices, string? serial)
    {
        var wanted = serial is null ? devices : [.. devices.Where(device => device.Serial == serial)];
        var ready = wanted.Where(device => device.IsReady).ToList();
        return (ready, wanted) switch
        {
            ([var only], _) => only,
            ([], []) => throw new QwenException(serial is null
                ? "The adb server knows no device. Plug one in with USB debugging on, or start an emulator; 'adb devices' lists them."
                : $"The adb server does not know the device '{serial}'. It knows: "
                    + $"{(devices.Count == 0 ? "none" : string.Join(", ", devices.Select(device => device.Serial)))}."),
            ([], _) => throw new QwenException(
                $"The device {wanted[0].Serial} is {wanted[0].State}, not ready. Unlock it, "
                + "and allow debugging from this computer in the dialog on its screen."),
            _ => throw new QwenException(
                $"Several devices are ready: {string.Join(", ", ready.Select(device => device.Serial))}. "
                + "Name one in AndroidScreenOptions.Serial."),
        };
    }

    private static string Code(SystemButton button) => AndroidKeys.Find(button switch
    {
        SystemButton.Menu => "app_switch", // the key that was called menu is dead on today's devices
        _ => button.ToString(),
    });

    private async Task SwipeAsync(ScreenPoint from, ScreenPoint to, TimeSpan duration, CancellationToken cancellationToken) =>
        await RunAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Input} swipe {At(from)} {At(to)} {Math.Clamp((long)duration.TotalMilliseconds, 1, 10_000)}"),
            cancellationToken).ConfigureAwait(false);

    // the finger moves against the way that the content is to go
    private ScreenPoint ScrollEnd(ScrollAction scroll) =>
        new(Math.Clamp(
            scroll.Point.X - scroll.Right, 0, picture.Width - 1), Math.Clamp(scroll.Point.Y - scroll.Down, 0, picture.Height - 1));

    private async Task TypeAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length == 0)
            return;
        if (AndroidTyping.IsPlain(text))
        {
            var pieces = AndroidTyping.WithKeys(text, Input);
            var before = pieces.Count > 1
                ? AndroidTyping.OnlyBefore(await FindFrontAsync(cancellationToken).ConfigureAwait(false))
                : "true";
            foreach (var piece in pieces)
                await RunAsync($"{before} && {piece}", cancellationToken).ConfigureAwait(false);
            return;
        }

        var front = await FindFrontAsync(cancellationToken).ConfigureAwait(false); // changing the keyboard takes half a second

        var known = await RunAsync(
            "ime list -a -s; echo; settings get secure default_input_method", cancellationToken).ConfigureAwait(false);
        var lines = known.Text.Split('\n', StringSplitOptions.TrimEntries);
        var previous = lines.LastOrDefault(line => line.Length > 0) ?? "";
        if (!lines.SkipLast(1).Contains(options.Keyboard))
        {
            throw new QwenException(
                $"The text holds characters that key events cannot spell, and the keyboard {options.Keyboard}, which can, "
                + "is not on the device. "
                    + "Install the ADBKeyboard app on it, or type ASCII only.");
        }

        try
        {
            await RunAsync(AndroidTyping.WithKeyboard(text, options.Keyboard, previous, front), cancellationToken).ConfigureAwait(false);
        }
        catch when (previous != options.Keyboard)
        {
            // the device's shell changes back by itself; where it could not, this does, whatever was cancelled
            await RestoreAsync(previous).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<string> FindFrontAsync(CancellationToken cancellationToken) =>
        (await RunAsync($"{AndroidState.Front}; true", cancellationToken).ConfigureAwait(false)).Text.TrimEnd('\n');

    private async Task RestoreAsync(string keyboard)
    {
        using var time = new CancellationTokenSource(RestoreTime);
        try
        {
            await client.RunAsync(serial, AndroidTyping.Restore(keyboard), time.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is QwenException or OperationCanceledException)
        {
            // the device is gone, and its own shell is the one that is left to do it
        }
    }

    private async Task OpenAsync(string target, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(target, UriKind.Absolute, out var address) && target.Contains(':', StringComparison.Ordinal))
        {
            if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
                throw new QwenException($"'{target}' is no web address: only http and https are opened on a device.");
            await RunAsync(
                ShellQuote.Line("am", "start", "-a", "android.intent.action.VIEW", "-d", address.AbsoluteUri),
                cancellationToken).ConfigureAwait(false);
            return;
        }

        var installed = await RunAsync("pm list packages", cancellationToken).ConfigureAwait(false);
        var package = AndroidApps.Find(target, installed.Text);
        await RunAsync(
            ShellQuote.Line("monkey", "-p", package, "-c", "android.intent.category.LAUNCHER", "1"),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<AdbOutput> RunAsync(string line, CancellationToken cancellationToken)
    {
        var output = await WithinAsync(token => client.RunAsync(serial, line, token), cancellationToken).ConfigureAwait(false);
        if (output.ExitCode == AndroidTyping.Interrupted)
            throw new QwenException("Something else came to the front while the text was typed: look again.");
        return output.ExitCode == 0
            ? output
            : throw new QwenException(
                $"{Capabilities.Name} refuses: {(output.Complaint.Length > 0 ? output.Complaint : output.Text.Trim())} "
                + $"(exit code {output.ExitCode}).");
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> command, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(options.Timeout);
        try
        {
            return await command(time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QwenException($"{Capabilities.Name} did not answer within {options.Timeout.TotalSeconds:0.#} seconds.");
        }
    }

    private string At(ScreenPoint point)
    {
        if (point.X < 0 || point.Y < 0 || point.X >= picture.Width || point.Y >= picture.Height)
            throw new QwenException($"({point.X}, {point.Y}) lies outside the {picture} pixels of the screen.");
        var (x, y) = ToTouch(point);
        return string.Create(CultureInfo.InvariantCulture, $"{x} {y}");
    }

    // the space of touches and that of pictures differ where the resolution was overridden
    private ScreenPoint ToTouch(ScreenPoint point) =>
        new((int)((point.X + 0.5) * touch.Width / picture.Width), (int)((point.Y + 0.5) * touch.Height / picture.Height));

    private (int Left, int Top, int Right, int Bottom) ToPicture((int Left, int Top, int Right, int Bottom) bounds) => (
        bounds.Left * picture.Width / touch.Width, bounds.Top * picture.Height / touch.Height,
        bounds.Right * picture.Width / touch.Width, bounds.Bottom * picture.Height / touch.Height);
}
