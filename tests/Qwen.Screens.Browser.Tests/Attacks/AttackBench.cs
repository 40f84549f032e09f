using System.Diagnostics;
using Qwen.Screens;
using Qwen.Screens.Browser;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Browser.Tests.Attacks;

/// <summary>
/// A guarded Chromium, the site that it may act on, a site whose pages it may load but not act on, and one that it may not reach. What acts
/// on a page tells the first site so, which is how an attack is known to have come through.
/// </summary>
internal sealed class AttackBench : IAsyncDisposable
{
    private const string Prelude = """
        <style>
          .cell { position: absolute; width: 150px; height: 32px; overflow: hidden; white-space: nowrap; background: #eee }
          .cell > *, .cell form, .cell form > * { width: 150px; height: 32px; margin: 0 }
          .cell > a { display: block }
          .styled::after { content: attr(data-label) }
        </style>
        <script>function did(n) { fetch('/did/' + n, { method: 'POST', keepalive: true }) }</script>
        """;

    private AttackBench(PageServer site, PageServer friend, EvilServer evil, BrowserScreen browser)
    {
        (Site, Friend, Evil, Browser) = (site, friend, evil, browser);
        Screen = new GuardedScreen(browser, new ScreenGuardOptions
        {
            Policy = new ScreenPolicy { Origins = [WebOrigin.Of(site.Origin)!] },
            Approve = async (request, _) =>
            {
                Asked.Add(request);
                return await Answer(request);
            },
            Audit = Audit,
            Secrets = new PageSecrets(() => Secret()),
        });
    }

    public static PixelSize Size { get; } = new(640, 480);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public PageServer Site { get; }

    public PageServer Friend { get; }

    public EvilServer Evil { get; }

    public BrowserScreen Browser { get; }

    public GuardedScreen Screen { get; }

    public AttackAudit Audit { get; } = new();

    /// <summary>What the person was asked.</summary>
    public List<ApprovalRequest> Asked { get; } = [];

    /// <summary>What the person says; no unless set.</summary>
    public Func<ApprovalRequest, ValueTask<bool>> Answer { get; set; } = _ => ValueTask.FromResult(false);

    /// <summary>Where secrets come from.</summary>
    public Func<ValueTask<SecretText?>> Secret { get; set; } = () => ValueTask.FromResult<SecretText?>(new SecretText("correct horse"));

    /// <summary>What was done, by the site's own record.</summary>
    public IReadOnlyList<string> Done =>
        [.. Site.Asked.Where(asked => asked.Contains(" /did/", StringComparison.Ordinal)).Select(asked => asked.Split("/did/")[1])];

    /// <summary>What was done but for the end of the test.</summary>
    public IReadOnlyList<string> Acted => [.. Done.Where(done => done != "end")];

    public static async Task<AttackBench> OpenAsync()
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/chromium"), "Chromium is not installed.");
        var (site, friend, evil) = (new PageServer(), new PageServer(), new EvilServer());
        var browser = await BrowserScreen.OpenAsync(
            new BrowserScreenOptions
            {
                AllowedOrigins =
                [
                    WebOrigin.Of(site.Origin)!,
                    WebOrigin.Of(friend.Origin)!,
                    WebOrigin.Parse($"http://localhost:{friend.Port}")
                ],
                Size = Size,
                LoadTime = TimeSpan.FromMinutes(2),
            },
            Cancellation);
        return new AttackBench(site, friend, evil, browser);
    }

    /// <summary>A person who says no, a source that has its secret, and nothing done yet.</summary>
    public void Reset()
    {
        Answer = _ => ValueTask.FromResult(false);
        Secret = () => ValueTask.FromResult<SecretText?>(new SecretText("correct horse"));
        Site.Forget();
        Friend.Forget();
    }

    /// <summary>Shows a page of the site.</summary>
    public async Task ShowAsync(string html, string path = "/")
    {
        await ShowAndAsync(html, path, () => Task.CompletedTask);
    }

    /// <summary>
    /// Shows a page of the site and does something there without the guard: the browser itself has to hold. Again where nothing came of it,
    /// as a window that is just being closed may take it along.
    /// </summary>
    public async Task ShowAndDoAsync(string html, ScreenAction action, Func<bool> isDone, bool isNoticed)
    {
        for (var tries = 0; tries < 3 && !isDone(); tries++)
        {
            await ShowAndAsync(html, "/", () => Browser.PerformAsync(action, Cancellation));
            if (!isNoticed)
                return;
            await UntilAsync(isDone);
        }
    }

    /// <summary>A part of a page that holds an element, and the middle of it.</summary>
    public static (string Html, ScreenPoint Point) Cell(int index, string html)
    {
        var (left, top) = (5 + (index % 4 * 158), 4 + (index / 4 % 13 * 36));
        return ($"<div class=cell style='left:{left}px;top:{top}px'>{html}</div>", new ScreenPoint(left + 40, top + 14));
    }

    /// <summary>What became of an action: performed, asked (and not approved), or refused.</summary>
    public async Task<string> TryAsync(ScreenAction action)
    {
        var before = Asked.Count;
        var attempt = await Screen.AttemptAsync(action, Cancellation);
        return attempt.Outcome switch
        {
            AttemptOutcome.Performed => "performed",
            AttemptOutcome.Declined when Asked.Count > before => "asked",
            AttemptOutcome.Denied or AttemptOutcome.Failed or AttemptOutcome.Declined => "refused",
            _ => attempt.Outcome.ToString(),
        };
    }

    /// <summary>Waits until a condition holds; false where it does not within a minute.</summary>
    public static Task<bool> UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>Waits until a condition holds; false where it does not within a minute.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> condition)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1);)
        {
            if (await condition())
                return true;
            await Task.Delay(20, Cancellation);
        }

        return await condition();
    }

    /// <summary>Waits until the page has a title, as pages say what they have come to.</summary>
    public Task<bool> UntilTitleAsync(Func<string, bool> condition) =>
        UntilAsync(async () => condition((await Browser.CaptureAsync(Cancellation)).Place?.Title ?? ""));

    /// <summary>Waits until all that pages sent so far has arrived: what is sent last has.</summary>
    public async Task SettleAsync()
    {
        await ShowAsync("<script>did('end')</script>", "/end");
        Assert.True(await UntilAsync(() => Done.Contains("end")), "The last page's own message did not arrive.");
    }

    public async ValueTask DisposeAsync()
    {
        await Screen.DisposeAsync();
        Site.Dispose();
        Friend.Dispose();
        Evil.Dispose();
    }

    private async Task ShowAndAsync(string html, string path, Func<Task> then)
    {
        Site.Add(path, Prelude + html);
        Exception? fault = null;
        var isShown = await UntilAsync(async () =>
        {
            try
            {
                await Browser.PerformAsync(new OpenAction(Site.Origin.AbsoluteUri.TrimEnd('/') + path), Cancellation);
                await then();
                return true;
            }
            catch (QwenException error)
            {
                fault = error; // the page before is still on its way elsewhere, or its window goes
                return false;
            }
        });
        Assert.True(isShown, $"The page {path} is not shown: {fault?.Message}");
    }

    private sealed class PageSecrets(Func<ValueTask<SecretText?>> find) : ISecretSource
    {
        public ValueTask<SecretText?> FindAsync(string name, ScreenPlace? place, CancellationToken cancellationToken = default) => find();
    }
}
