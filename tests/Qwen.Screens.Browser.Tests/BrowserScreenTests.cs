using System.Diagnostics;
using Qwen.Screens;
using Qwen.Screens.Browser;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Browser.Tests;

public sealed class BrowserScreenTests : IDisposable
{
    // a page whose title says what was done to it
    private const string Controls = """
        <button style="position:absolute;left:100px;top:100px;width:200px;height:50px" onclick="document.title+='|clicked'" ondblclick="document.title+='|twice'"
                oncontextmenu="document.title+='|menu';return false">Send order</button>
        <input style="position:absolute;left:100px;top:200px;width:300px;height:40px" placeholder="Name" oninput="document.title='typed '+this.value"
               onkeydown="if(event.key==='Enter')document.title+='|enter'; if(event.key==='a'&&event.ctrlKey)document.title+='|all'">
        <input type="password" aria-label="PIN" style="position:absolute;left:100px;top:260px;width:300px;height:40px">
        <div style="position:absolute;left:500px;top:100px;width:100px;height:100px;background:#ccc" onmousedown="document.title='down'" onmouseup="document.title+='|up '+event.clientX"></div>
        <div style="position:absolute;top:2000px">far below</div>
        <script>addEventListener('scroll', () => document.title='scrolled '+scrollY)</script>
        """;

    private readonly PageServer server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task A_page_is_seen_and_used()
    {
        server.Add("/", Controls);
        await using var screen = await OpenAsync();
        Assert.Equal(new PixelSize(800, 600), (await screen.CaptureAsync(Cancellation)).Size);

        await screen.PerformAsync(new TapAction(new(200, 125)), Cancellation);
        Assert.Equal("|clicked", await TitleAsync(screen));
        await screen.PerformAsync(new DoubleTapAction(new(200, 125)), Cancellation);
        Assert.EndsWith("|twice", await TitleAsync(screen), StringComparison.Ordinal);
        await screen.PerformAsync(new TapAction(new(200, 125), MouseButton.Right), Cancellation);
        Assert.EndsWith("|menu", await TitleAsync(screen), StringComparison.Ordinal);

        await screen.PerformAsync(new TapAction(new(200, 220)), Cancellation);
        await screen.PerformAsync(new TypeTextAction("Größe 漢字 😀 'x'\n"), Cancellation);
        Assert.Equal("typed Größe 漢字 😀 'x'|enter", await TitleAsync(screen));
        await screen.PerformAsync(new PressKeysAction(["ctrl", "a"]), Cancellation);
        Assert.EndsWith("|all", await TitleAsync(screen), StringComparison.Ordinal);

        await screen.PerformAsync(new DragAction(new(510, 150), new(590, 150), TimeSpan.FromMilliseconds(50)), Cancellation);
        Assert.Equal("down|up 590", await TitleAsync(screen));
        await screen.PerformAsync(new ScrollAction(new(400, 300), 0, 300), Cancellation);
        await UntilAsync(async () => await TitleAsync(screen) == "scrolled 300");
    }

    [Fact]
    public async Task The_browser_names_controls_that_a_page_would_hide()
    {
        server.Add(
            "/hostile",
            Controls
                + "<script>document.elementFromPoint = () => null; document.querySelector('button').getBoundingClientRect = () => "
                + "({})</script>");
        server.Add("/", Controls + """<a style="position:absolute;left:500px;top:300px" href="next?a=1">Read on</a>""");
        await using var screen = await OpenAsync();
        var link = await screen.FindControlAsync(new(520, 310), Cancellation);
        Assert.Equal(("Read on", "link", $"{server.Origin}next?a=1"), (link!.Label, link.Role, link.Target));
        await screen.PerformAsync(new OpenAction(server.Origin + "hostile"), Cancellation);
        var button = await screen.FindControlAsync(new(200, 125), Cancellation);
        Assert.Equal(
            ("Send order", "button", false, (100, 100, 300, 150)), (button!.Label, button.Role, button.IsSecret, button.Bounds!.Value));
        var pin = await screen.FindControlAsync(new(200, 280), Cancellation);
        Assert.Equal(("PIN", true), (pin!.Label, pin.IsSecret));
    }

    [Fact]
    public async Task Nothing_outside_the_allowed_origins_is_reached()
    {
        using var other = new PageServer().Add("/", "secret").Add("/landing", "landed");
        server.Add("/", $"""
            <a style="position:absolute;left:0;top:0;width:200px;height:50px;background:#eee" href="{other.Origin}landing">away</a>
            <a style="position:absolute;left:0;top:100px;width:200px;height:50px;background:#eee" href="http://localhost:{server.Port}/hop">other name of the host</a>
            <a style="position:absolute;left:0;top:200px;width:200px;height:50px;background:#eee" href="/redirect">redirect</a>
            <iframe src="{other.Origin}" width=100 height=50 style="position:absolute;left:300px"></iframe><img src="{other.Origin}picture.png">
            <link rel="prefetch" href="{other.Origin}prefetched"><link rel="preconnect" href="{other.Origin}"><link rel="stylesheet" href="/port">
            <img src="/port"><iframe src="/port" style="position:absolute;left:500px"></iframe>
            <script>
            const other = '{other.Origin}';
            fetch(other + 'data').catch(() => 0);
            fetch(other + 'body', {'{'} method: 'POST', mode: 'no-cors', body: 'secret' {'}'}).catch(() => 0);
            fetch('/port', {'{'} mode: 'no-cors' {'}'}).catch(() => 0);
            new WebSocket('ws://127.0.0.1:{other.Port}/socket');
            new EventSource(other + 'events');
            navigator.sendBeacon(other + 'beacon', 'secret');
            const work = URL.createObjectURL(new Blob(['fetch("' + other + 'worker", {'{'} mode: "no-cors" {'}'}).catch(() => 0)'], {'{'} type: 'text/javascript' {'}'}));
            new Worker(work);
            new SharedWorker(work);
            </script>
            """);
        server.Add("/port", $"redirect {other.Origin}hop");
        server.Add("/redirect", $"redirect http://localhost:{server.Port}/hop");
        await using var screen = await OpenAsync();
        foreach (var y in new[] { 25, 125, 225 })
        {
            await screen.PerformAsync(new OpenAction(server.Origin.AbsoluteUri), Cancellation);
            await screen.PerformAsync(new TapAction(new(100, y)), Cancellation);
            await Task.Delay(300, Cancellation);
            Assert.DoesNotContain(
                "landing", (await screen.CaptureAsync(Cancellation)).Place!.Address!.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(other.Asked);
        Assert.DoesNotContain(server.Asked, asked => asked.StartsWith("localhost", StringComparison.Ordinal));
        Assert.Contains(screen.Refused, address => address.EndsWith("/landing", StringComparison.Ordinal));
        Assert.Contains(screen.Refused, address => address.EndsWith("/picture.png", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1.example.com/")]
    [InlineData("http://user@127.0.0.1/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,hello")]
    [InlineData("chrome://settings")]
    [InlineData("view-source:http://127.0.0.1/")]
    public async Task Addresses_elsewhere_are_not_opened(string address)
    {
        await using var screen = await OpenAsync();
        var error = await Assert.ThrowsAsync<QwenException>(() => screen.PerformAsync(new OpenAction(address), Cancellation));
        Assert.Contains("not among the origins", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_that_a_page_opens_is_the_one_that_is_shown()
    {
        server.Add("/", """<button style="width:200px;height:100px" onclick="window.open('/second')">Open</button>""")
            .Add("/second", "<title>second</title>");
        await using var screen = await OpenAsync();
        await screen.PerformAsync(new TapAction(new(100, 50)), Cancellation);
        await UntilAsync(async () => await TitleAsync(screen) == "second");
    }

    [Fact]
    public async Task Dialogs_of_a_page_hold_nothing_up()
    {
        server.Add(
            "/", """<button style="width:200px;height:100px" onclick="document.title = confirm('Sure?') ? 'yes' : 'no'">Ask</button>""");
        await using var screen = await OpenAsync();
        await screen.PerformAsync(new TapAction(new(100, 50)), Cancellation);
        Assert.Equal("no", await TitleAsync(screen));
    }

    [Fact]
    public async Task A_cancelled_drag_leaves_no_button_down()
    {
        server.Add("/", Controls);
        await using var screen = await OpenAsync();
        using var cancel = new CancellationTokenSource();
        var drag = screen.PerformAsync(new DragAction(new(510, 150), new(590, 150), TimeSpan.FromMinutes(10)), cancel.Token);
        await UntilAsync(async () => await TitleAsync(screen) == "down");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drag);
        Assert.StartsWith("down|up", await TitleAsync(screen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_told_in_a_sentence()
    {
        server.Add("/", Controls);
        await using var screen = await OpenAsync();
        Assert.Contains(
            "outside",
            (await Assert.ThrowsAsync<QwenException>(() => screen.PerformAsync(new TapAction(new(800, 5)), Cancellation))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no key",
            (await Assert.ThrowsAsync<QwenException>(() => screen.PerformAsync(new PressKeysAction(["any"]), Cancellation))).Message,
            StringComparison.Ordinal);
        await Assert.ThrowsAsync<QwenException>(() => screen.PerformAsync(new PressButtonAction(SystemButton.Back), Cancellation));
        await Assert.ThrowsAsync<QwenException>(
            () => BrowserScreen.OpenAsync(new BrowserScreenOptions { AllowedOrigins = [], ExecutablePath = "/no/browser" }, Cancellation));
    }

    private async Task<BrowserScreen> OpenAsync()
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/chromium"), "Chromium is not installed.");
        return await BrowserScreen.OpenAsync(
            new BrowserScreenOptions
            {
                AllowedOrigins = [WebOrigin.Of(server.Origin)!],
                Address = server.Origin,
                Size = new PixelSize(800, 600)
            }, Cancellation);
    }

    private static async Task<string> TitleAsync(BrowserScreen screen) => (await screen.CaptureAsync(Cancellation)).Place!.Title!;

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1);)
        {
            if (await condition())
                return;
            await Task.Delay(50, Cancellation);
        }

        Assert.Fail("It did not come about within a minute.");
    }
}
