using System.Collections.Frozen;
using Microsoft.Playwright;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Browser;

/// <summary>A page of a Chromium of its own, without a user's profile, that reaches the allowed origins only.</summary>
/// <remarks>
/// The limits lie below the page: names outside the list are not resolved, requests to other origins are stopped, a page that got
/// elsewhere all the same is emptied. Dialogs are dismissed; downloads, permissions, service workers and connections from peer to peer are
/// refused but where <see cref="BrowserScreenOptions.Powers"/> allows them. A page that opens in a window of its own is the one that is
/// shown. Not for concurrent use.
/// </remarks>
public sealed class BrowserScreen : IScreen
{
    private const int MostTries = 5;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome", "chrome.exe", "msedge.exe"];

    private readonly IPlaywright playwright;
    private readonly IBrowserContext context;
    private readonly BrowserScreenOptions options;
    private readonly OriginProxy proxy;
    private readonly OriginRules rules;
    private readonly PageDownloads? downloads;
    private readonly BrowserPages pages;
    private (ScreenPoint Point, ScreenControl? Control)? shown;

    private BrowserScreen(
        IPlaywright playwright, IBrowserContext context, IPage page, BrowserScreenOptions options, OriginProxy proxy, OriginRules rules,
        PageDownloads? downloads)
    {
        this.downloads = downloads;
        this.proxy = proxy;
        this.rules = rules;
        this.playwright = playwright;
        this.context = context;
        this.options = options;
        pages = new BrowserPages(context, page, rules, downloads);
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
            typeof(TapAction), typeof(DoubleTapAction), typeof(LongPressAction), typeof(DragAction), typeof(ScrollAction),
            typeof(MovePointerAction), typeof(TypeTextAction),
            typeof(PressKeysAction),
            typeof(OpenAction), typeof(WaitAction),
        }.ToFrozenSet(),
    };

    /// <summary>Addresses that pages, or the browser for itself, asked for and were not given, in order, each once; at most
    /// a thousand.</summary>
    public IReadOnlyList<string> Refused => rules.Refused;

    /// <summary>Paths of the files that pages saved, in order.</summary>
    public IReadOnlyList<string> Downloads => downloads?.Saved ?? [];

    /// <summary>Starts a browser.</summary>
    /// <param name="options">What it may reach.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="QwenException">
    /// There is no Chromium, it does not start, the first address is not allowed, or files may be saved and no folder is named.
    /// </exception>
    public static async Task<BrowserScreen> OpenAsync(BrowserScreenOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var program = options.ExecutablePath ?? Find();
        cancellationToken.ThrowIfCancellationRequested();
        var rules = new OriginRules(options.AllowedOrigins);
        var powers = new PowerRules(options.Powers);
        var downloads = OpenDownloads(options, powers, rules);
        var proxy = new OriginProxy(rules);
        IPlaywright? playwright = null;
        try
        {
            playwright = await Playwright.CreateAsync().ConfigureAwait(false);
            var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                Headless = options.Headless,
                DownloadsPath = downloads?.Underway,
                Args = Arguments(rules, proxy.Address),
            }).ConfigureAwait(false);
            var context = await browser.NewContextAsync(new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = options.Size.Width, Height = options.Size.Height },
                AcceptDownloads = downloads is not null,

                // their requests pass by what judges the page's, but not by the proxy
                ServiceWorkers = powers.HasAny(PagePowers.ServiceWorkers) ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
            }).ConfigureAwait(false);
            await context.GrantPermissionsAsync([]).ConfigureAwait(false); // these and no others
            foreach (var (origin, names) in powers.Permissions)
                await context.GrantPermissionsAsync(
                    names, new BrowserContextGrantPermissionsOptions { Origin = origin }).ConfigureAwait(false);
            await context.AddInitScriptAsync(powers.Script).ConfigureAwait(false);
            var first = await context.NewPageAsync().ConfigureAwait(false);
            var screen = new BrowserScreen(playwright, context, first, options, proxy, rules, downloads);
            await context.RouteAsync("**/*", screen.pages.JudgeAsync).ConfigureAwait(false);
            if (options.Address is { } address)
                await screen.GoAsync(address.AbsoluteUri).ConfigureAwait(false);
            return screen;
        }
        catch (PlaywrightException error)
        {
            playwright?.Dispose();
            downloads?.Dispose();
            await proxy.DisposeAsync().ConfigureAwait(false);
            throw new QwenException($"The browser '{program}' could not be started: {FirstLine(error)}", error);
        }
        catch
        {
            playwright?.Dispose();
            downloads?.Dispose();
            await proxy.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default) => GuardAsync(
        async () =>
        {
            for (var tries = 1; ; tries++)
            {
                var front = pages.Front;
                try
                {
                    return await CaptureAsync(front).ConfigureAwait(false);
                }
                catch (PlaywrightException) when (pages.LeaveClosed(front))
                {
                    // a window that closed itself meanwhile
                }
                catch (PlaywrightException) when (tries < MostTries && !front.IsClosed)
                {
                    await Task.Delay(BetweenTries, cancellationToken).ConfigureAwait(false); // a page gives way to another one just now
                }
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        return GuardAsync(
            async () =>
            {
                var hands = new PageHands(pages.Front);
                if (action is DragAction { To: var end })
                    At(end); // before anything moves
                if (Touched(action) is { } point)
                    await PointAsync(At(point)).ConfigureAwait(false);
                await (action switch
                {
                    TapAction tap => hands.ClickAsync(tap.Point, tap.Button, 1),
                    DoubleTapAction tap => hands.ClickAsync(tap.Point, MouseButton.Left, 2),
                    LongPressAction press => hands.HoldAsync(press.Point, press.Point, press.Duration, cancellationToken),
                    DragAction drag => hands.HoldAsync(drag.From, drag.To, drag.Duration, cancellationToken),
                    ScrollAction scroll => hands.ScrollAsync(At(scroll.Point), scroll),
                    MovePointerAction move => pages.Front.Mouse.MoveAsync(At(move.Point).X, move.Point.Y),
                    TypeTextAction type => hands.TypeAsync(type.ToLines()),
                    PressKeysAction keys => hands.PressAsync([.. keys.Keys.Select(BrowserKeys.Find)]),
                    OpenAction open => GoAsync(open.Target),
                    WaitAction wait => Task.Delay(wait.Duration, cancellationToken),
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
            var control = await new PageInspector(context, pages.Front).FindAsync(point).ConfigureAwait(false);
            shown = (point, control);
            return control;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ScreenControl?> FindFocusAsync(CancellationToken cancellationToken = default) =>
        GuardAsync(() => new PageInspector(context, pages.Front).FindFocusAsync(), cancellationToken);

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
        downloads?.Dispose();
        await proxy.DisposeAsync().ConfigureAwait(false);
    }

    private static PageDownloads? OpenDownloads(BrowserScreenOptions options, PowerRules powers, OriginRules rules)
    {
        if (!powers.HasAny(PagePowers.Download))
            return null;
        var folder = options.DownloadFolder
            ?? throw new QwenException("Pages may save files, but nothing says where: set BrowserScreenOptions.DownloadFolder.");
        try
        {
            return new PageDownloads(powers, rules, folder, options.DownloadLimit);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new QwenException($"The folder for downloads '{folder}' cannot be used: {FirstLine(error)}", error);
        }
    }

    private static IEnumerable<string> Arguments(OriginRules rules, string proxy)
    {
        yield return $"--proxy-server={proxy}";
        yield return "--proxy-bypass-list=<-loopback>"; // pages of this machine, too
        yield return $"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {string.Join(", EXCLUDE ", rules.Hosts.Prepend("127.0.0.1"))}";
        yield return "--webrtc-ip-handling-policy=disable_non_proxied_udp"; // does not ask for names
        yield return "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"; // its name in other versions
        yield return "--disable-quic"; // passes by proxies
        if (OperatingSystem.IsLinux() && Environment.UserName == "root")
            yield return "--no-sandbox"; // Chromium does not start otherwise
    }

    private static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Programs.Select(program => Path.Combine(folder, program))).FirstOrDefault(File.Exists)
        ?? throw new QwenException(
            "There is no Chromium on the search path. Install one (Debian and Ubuntu: apt-get install chromium), "
            + "or name it in BrowserScreenOptions.ExecutablePath.");

    private async Task<ScreenShot> CaptureAsync(IPage front)
    {
        var png = await front.ScreenshotAsync(new PageScreenshotOptions { Caret = ScreenshotCaret.Hide }).ConfigureAwait(false);
        return new ScreenShot
        {
            Png = png,
            Size = options.Size,
            Time = DateTimeOffset.UtcNow,
            Place = new ScreenPlace(null, new Uri(front.Url), await front.TitleAsync().ConfigureAwait(false))
            {
                Document = $"{pages.Documents}",
            },
        };
    }

    private async Task GoAsync(string target)
    {
        if (!rules.Allows(target))
            throw new QwenException($"'{target}' is not among the origins that this browser may reach: {rules}.");
        try
        {
            var patience = new PageGotoOptions { Timeout = (float)options.LoadTime.TotalMilliseconds };
            await pages.Front.GotoAsync(target, patience).ConfigureAwait(false);
        }
        catch (PlaywrightException error)
            when (downloads is not null && error.Message.Contains("Download is starting", StringComparison.Ordinal))
        {
            // it is a file and no page: the one before stays
        }
    }

    // where something is pressed
    private static ScreenPoint? Touched(ScreenAction action) => action switch
    {
        TapAction tap => tap.Point,
        DoubleTapAction tap => tap.Point,
        LongPressAction press => press.Point,
        DragAction drag => drag.From,
        _ => null,
    };

    // a page may put something else under a pointer that comes near: what was looked at is what is pressed
    private async Task PointAsync(ScreenPoint point)
    {
        await pages.Front.Mouse.MoveAsync(point.X, point.Y).ConfigureAwait(false);
        if (shown is not { } looked || looked.Point != point)
            return;
        shown = null;
        if (await new PageInspector(context, pages.Front).FindAsync(point).ConfigureAwait(false) != looked.Control)
            throw new QwenException("The page put something else there when the pointer came: look again.");
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

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].Trim();
}
