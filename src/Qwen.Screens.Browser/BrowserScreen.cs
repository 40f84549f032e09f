using System.Collections.Frozen;
using Microsoft.Playwright;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Browser;

/// <summary>A page of a Chromium of its own, without a user's profile, that reaches the allowed origins only.</summary>
/// <remarks>
/// The limits lie below the page: names outside the list are not resolved, requests to other origins are stopped, a page that got
/// elsewhere all the same is emptied. Dialogs are dismissed, downloads and permissions refused; a page that opens in a window of its own
/// is the one that is shown. Not for concurrent use.
/// </remarks>
public sealed class BrowserScreen : IScreen
{
    private const int DragSteps = 12;
    private const string Empty = "about:blank";
    private const string Failed = "chrome-error:";

    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome", "chrome.exe", "msedge.exe"];

    private readonly IPlaywright playwright;
    private readonly IBrowserContext context;
    private readonly BrowserScreenOptions options;
    private readonly OriginProxy proxy;
    private readonly List<string> refused;
    private IPage page;

    private BrowserScreen(IPlaywright playwright, IBrowserContext context, IPage page, BrowserScreenOptions options, OriginProxy proxy, List<string> refused)
    {
        this.proxy = proxy;
        this.refused = refused;
        this.playwright = playwright;
        this.context = context;
        this.page = page;
        this.options = options;
        Watch(page);
        context.Page += (_, opened) => Watch(this.page = opened);
    }

    /// <inheritdoc/>
    public ScreenCapabilities Capabilities { get; } = new()
    {
        Name = "browser",
        Kind = ScreenKind.Desktop,
        KnowsControls = true,
        KnowsPlace = true,
        Actions = new[]
        {
            typeof(Tap), typeof(DoubleTap), typeof(LongPress), typeof(Drag), typeof(Scroll), typeof(MovePointer), typeof(TypeText), typeof(PressKeys),
            typeof(Open), typeof(Wait),
        }.ToFrozenSet(),
    };

    /// <summary>Addresses that pages, or the browser for itself, asked for and were not given, in order; at most a thousand.</summary>
    public IReadOnlyList<string> Refused
    {
        get
        {
            lock (refused)
                return [.. refused];
        }
    }

    /// <summary>Starts a browser.</summary>
    /// <param name="options">What it may reach.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="QwenException">There is no Chromium, it does not start, or the first address is not allowed.</exception>
    public static async Task<BrowserScreen> OpenAsync(BrowserScreenOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var program = options.ExecutablePath ?? Find();
        cancellationToken.ThrowIfCancellationRequested();
        var refused = new List<string>();
        var proxy = new OriginProxy(options.AllowedOrigins, address => Refuse(refused, address));
        IPlaywright? playwright = null;
        try
        {
            playwright = await Playwright.CreateAsync().ConfigureAwait(false);
            var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                Headless = options.Headless,
                Args = Arguments(options.AllowedOrigins, proxy.Address),
            }).ConfigureAwait(false);
            var context = await browser.NewContextAsync(new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = options.Size.Width, Height = options.Size.Height },
                AcceptDownloads = false,
                ServiceWorkers = ServiceWorkerPolicy.Block, // their requests would pass by what judges the page's
            }).ConfigureAwait(false);
            var screen = new BrowserScreen(playwright, context, await context.NewPageAsync().ConfigureAwait(false), options, proxy, refused);
            await context.RouteAsync("**/*", screen.JudgeAsync).ConfigureAwait(false);
            if (options.Address is { } address)
                await screen.GoAsync(address.AbsoluteUri).ConfigureAwait(false);
            return screen;
        }
        catch (PlaywrightException error)
        {
            playwright?.Dispose();
            await proxy.DisposeAsync().ConfigureAwait(false);
            throw new QwenException($"The browser '{program}' could not be started: {FirstLine(error)}", error);
        }
        catch
        {
            playwright?.Dispose();
            await proxy.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default) => GuardAsync(
        async () =>
        {
            var png = await page.ScreenshotAsync(new PageScreenshotOptions { Caret = ScreenshotCaret.Hide }).ConfigureAwait(false);
            return new ScreenShot
            {
                Png = png,
                Size = options.Size,
                Time = DateTimeOffset.UtcNow,
                Place = new ScreenPlace(null, new Uri(page.Url), await page.TitleAsync().ConfigureAwait(false)),
            };
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        return GuardAsync(
            async () =>
            {
                await (action switch
                {
                    Tap tap => page.Mouse.ClickAsync(At(tap.Point).X, tap.Point.Y, new MouseClickOptions { Button = Button(tap.Button) }),
                    DoubleTap tap => page.Mouse.DblClickAsync(At(tap.Point).X, tap.Point.Y),
                    LongPress press => HoldAsync(At(press.Point), press.Point, press.Duration, cancellationToken),
                    Drag drag => HoldAsync(At(drag.From), At(drag.To), drag.Duration, cancellationToken),
                    Scroll scroll => ScrollAsync(At(scroll.Point), scroll),
                    MovePointer move => page.Mouse.MoveAsync(At(move.Point).X, move.Point.Y),
                    TypeText type => TypeAsync(type.Text),
                    PressKeys keys => PressAsync([.. keys.Keys.Select(BrowserKeys.Find)]),
                    Open open => GoAsync(open.Target),
                    Wait wait => Task.Delay(wait.Duration, cancellationToken),
                    _ => throw new QwenException($"A browser cannot carry out {action}. Its capabilities say what it can."),
                }).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default) => GuardAsync(
        async () =>
        {
            var session = await context.NewCDPSessionAsync(page).ConfigureAwait(false);
            try
            {
                return await PageControl.FindAsync(session, point, page.Url).ConfigureAwait(false);
            }
            finally
            {
                await session.DetachAsync().ConfigureAwait(false);
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await context.Browser!.CloseAsync().ConfigureAwait(false);
        }
        catch (PlaywrightException)
        {
            // it has ended by itself
        }

        playwright.Dispose();
        await proxy.DisposeAsync().ConfigureAwait(false);
    }

    private static IEnumerable<string> Arguments(IReadOnlyList<WebOrigin> origins, string proxy)
    {
        yield return $"--proxy-server={proxy}";
        yield return "--proxy-bypass-list=<-loopback>"; // pages of this machine, too
        yield return $"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1{string.Concat(origins.Select(origin => $", EXCLUDE {origin.Host}").Distinct())}";
        yield return "--webrtc-ip-handling-policy=disable_non_proxied_udp"; // does not ask for names
        if (OperatingSystem.IsLinux() && Environment.UserName == "root")
            yield return "--no-sandbox"; // Chromium does not start otherwise
    }

    private static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Programs.Select(program => Path.Combine(folder, program))).FirstOrDefault(File.Exists)
        ?? throw new QwenException(
            "There is no Chromium on the search path. Install one (Debian and Ubuntu: apt-get install chromium), or name it in BrowserScreenOptions.ExecutablePath.");

    private static Microsoft.Playwright.MouseButton Button(MouseButton button) => button switch
    {
        MouseButton.Right => Microsoft.Playwright.MouseButton.Right,
        MouseButton.Middle => Microsoft.Playwright.MouseButton.Middle,
        _ => Microsoft.Playwright.MouseButton.Left,
    };

    // sockets are reached where pages are
    private bool Allows(string address)
    {
        if (address.StartsWith("ws", StringComparison.Ordinal))
            address = string.Concat("http", address.AsSpan(2));
        return WebOrigin.TryRead(address, out _) is { } origin && options.AllowedOrigins.Contains(origin);
    }

    private async Task JudgeAsync(IRoute route)
    {
        if (Allows(route.Request.Url))
        {
            await route.ContinueAsync().ConfigureAwait(false);
            return;
        }

        Refuse(route.Request.Url);
        await route.AbortAsync(RequestAbortErrorCode.BlockedByClient).ConfigureAwait(false);
    }

    private void Refuse(string address) => Refuse(refused, address);

    private static void Refuse(List<string> refused, string address)
    {
        lock (refused)
        {
            if (refused.Count < 1000)
                refused.Add(address);
        }
    }

    // hops of a redirect are not judged here one by one: where they ended is, and the proxy reaches nothing else on the way
    private void Watch(IPage watched)
    {
        watched.FrameNavigated += (_, frame) =>
        {
            if (frame != watched.MainFrame || frame.Url is "" or Empty || frame.Url.StartsWith(Failed, StringComparison.Ordinal) || Allows(frame.Url))
                return;
            Refuse(frame.Url);
            _ = Ignore(watched.GotoAsync(Empty));
        };
        watched.Close += (_, _) =>
        {
            if (page == watched && context.Pages is [.., var left])
                page = left;
        };
    }

    private async Task GoAsync(string target)
    {
        if (!Allows(target))
            throw new QwenException($"'{target}' is not among the origins that this browser may reach: {string.Join(", ", options.AllowedOrigins)}.");
        await page.GotoAsync(target, new PageGotoOptions { Timeout = (float)options.LoadTime.TotalMilliseconds }).ConfigureAwait(false);
    }

    private async Task HoldAsync(ScreenPoint from, ScreenPoint to, TimeSpan duration, CancellationToken cancellationToken)
    {
        await page.Mouse.MoveAsync(from.X, from.Y).ConfigureAwait(false);
        await page.Mouse.DownAsync().ConfigureAwait(false);
        try
        {
            for (var step = 1; step <= DragSteps; step++)
            {
                await Task.Delay(duration / DragSteps, cancellationToken).ConfigureAwait(false);
                await page.Mouse.MoveAsync(from.X + ((to.X - from.X) * step / DragSteps), from.Y + ((to.Y - from.Y) * step / DragSteps)).ConfigureAwait(false);
            }
        }
        finally
        {
            await page.Mouse.UpAsync().ConfigureAwait(false);
        }
    }

    private async Task ScrollAsync(ScreenPoint point, Scroll scroll)
    {
        await page.Mouse.MoveAsync(point.X, point.Y).ConfigureAwait(false);
        await page.Mouse.WheelAsync(scroll.Right, scroll.Down).ConfigureAwait(false);
    }

    // a line end is the key, so that fields that send on it do
    private async Task TypeAsync(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (index > 0)
                await page.Keyboard.PressAsync("Enter").ConfigureAwait(false);
            if (lines[index].Length > 0)
                await page.Keyboard.InsertTextAsync(lines[index]).ConfigureAwait(false);
        }
    }

    private async Task PressAsync(IReadOnlyList<string> keys)
    {
        var held = 0;
        try
        {
            for (; held < keys.Count; held++)
                await page.Keyboard.DownAsync(keys[held]).ConfigureAwait(false);
        }
        finally
        {
            while (held-- > 0)
                await page.Keyboard.UpAsync(keys[held]).ConfigureAwait(false);
        }
    }

    private ScreenPoint At(ScreenPoint point) =>
        point.X >= 0 && point.Y >= 0 && point.X < options.Size.Width && point.Y < options.Size.Height
            ? point
            : throw new QwenException($"({point.X}, {point.Y}) lies outside the {options.Size} pixels of the page.");

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (error is PlaywrightException or TimeoutException)
        {
            throw new QwenException($"The browser could not do it: {FirstLine(error)}", error);
        }
    }

    private static async Task Ignore(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].Trim();
}
