using Qwen.Screens;
using Qwen.Screens.Browser.Tests.Attacks;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Browser.Tests;

/// <summary>What pages may do where they are allowed to, and that others may not beside them.</summary>
public sealed class BrowserPowersTests : IDisposable
{
    private const string Ask = """
        <script>
          const early = [typeof RTCPeerConnection, typeof ServiceWorkerContainer, typeof WebTransport];
          (async () => {
            const seen = [];
            for (const name of ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'clipboard-write', 'midi'])
              seen.push(name + ':' + await navigator.permissions.query({ name }).then(s => s.state, () => 'unknown'));
            const worker = navigator.serviceWorker ? await navigator.serviceWorker.register('/worker.js').then(() => 'granted', () => 'denied') : 'denied';
            seen.push('worker:' + worker);
            ['peers', 'workers', 'transport'].forEach((name, i) => seen.push(name + ':' + (early[i] === 'undefined' ? 'denied' : 'granted')));
            (top === self ? document : parent).title = seen.join(' ') + ' end';
          })();
        </script>
        """;

    private static readonly string[] All =
    [
        "geolocation", "notifications", "camera", "microphone", "clipboard-read", "clipboard-write", "midi", "worker", "peers", "workers",
        "transport",
    ];

    private readonly PageServer site = new();
    private readonly PageServer friend = new();
    private readonly string folder = Directory.CreateTempSubdirectory("qwen-powers-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        site.Dispose();
        friend.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(PagePowers.None)]
    [InlineData(PagePowers.Geolocation, "geolocation")]
    [InlineData(PagePowers.Notifications, "notifications")]
    [InlineData(PagePowers.Camera, "camera")]
    [InlineData(PagePowers.Microphone, "microphone")]
    [InlineData(PagePowers.ReadClipboard | PagePowers.WriteClipboard, "clipboard-read", "clipboard-write")]
    [InlineData(PagePowers.ServiceWorkers, "worker", "workers")]
    [InlineData(PagePowers.PeerConnections, "peers")]
    public async Task A_power_is_of_the_origin_that_it_is_given_to_and_brings_no_other(PagePowers power, params string[] names)
    {
        site.Add("/", Ask).Add("/worker.js", "self");
        friend.Add("/", Ask).Add("/worker.js", "self");
        await using var screen = await OpenAsync(power);
        await ExpectAsync(screen, site, names);
        await ExpectAsync(screen, friend, []);
        Assert.Equal(names.Contains("worker"), site.Asked.Any(asked => asked.EndsWith("/worker.js", StringComparison.Ordinal)));
        Assert.DoesNotContain(friend.Asked, asked => asked.EndsWith("/worker.js", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_saved_where_its_page_may_under_a_name_of_its_own()
    {
        site.Add("/", """<a style="display:block;width:200px;height:100px" download="../notes.txt" href="/file">Notes</a>""")
            .Add("/file", "kept");
        await using var screen = await OpenAsync(PagePowers.Download);
        for (var number = 1; number <= 2; number++)
        {
            await screen.PerformAsync(new TapAction(new(100, 50)), Cancellation);
            Assert.True(await AttackBench.UntilAsync(() => screen.Downloads.Count == number), string.Join('\n', screen.Refused));
        }

        Assert.Equal(2, screen.Downloads.Distinct().Count());
        Assert.All(screen.Downloads, path =>
        {
            Assert.Equal(folder, Path.GetDirectoryName(path));
            Assert.Contains("kept", File.ReadAllText(path), StringComparison.Ordinal);
        });
        Assert.Empty(Refused(screen));
    }

    [Fact]
    public async Task No_other_page_or_frame_saves_a_file()
    {
        const string Link =
            """<body style="margin:0"><a style="display:block;width:200px;height:100px" download="a.txt" href="{0}">Notes</a>""";
        site.Add("/", "");
        await using var screen = await OpenAsync(PagePowers.Download);
        foreach (var way in new[] { "file", "data", "blob" })
        {
            // on its own, and in a frame of a page that may save
            foreach (var place in new[] { "own", "frame" })
            {
                var address = way switch { "file" => $"/file?{place}", "data" => $"data:text/plain,{place}", _ => "#" };
                friend.Add("/file", "strange").Add("/", Link.Replace("{0}", address, StringComparison.Ordinal) + (way != "blob" ? ""
                    : "<script>document.querySelector('a').href = URL.createObjectURL(new Blob(['strange']))</script>"));
                site.Add("/frame", $"<iframe style='border:0' width=300 height=200 src='{friend.Origin}'></iframe>");
                var refused = Refused(screen).Count;
                await screen.PerformAsync(new OpenAction(place == "own" ? friend.Origin.AbsoluteUri : site.Origin + "frame"), Cancellation);
                await screen.PerformAsync(new TapAction(new(100, 50)), Cancellation);
                Assert.True(await AttackBench.UntilAsync(() => Refused(screen).Count > refused), $"{way}, {place}: was not even tried");
            }
        }

        Assert.Empty(screen.Downloads);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task What_is_beyond_the_limit_is_broken_off()
    {
        site.Add("/", """<a style="display:block;width:200px;height:100px" download="large.bin" href="/large">Notes</a>""")
            .Add("/large", new string('x', 300_000));
        await using var screen = await OpenAsync(PagePowers.Download, limit: 500_000);
        await screen.PerformAsync(new TapAction(new(100, 50)), Cancellation);
        Assert.True(await AttackBench.UntilAsync(() => screen.Downloads.Count == 1), string.Join('\n', screen.Refused));
        await screen.PerformAsync(new TapAction(new(100, 50)), Cancellation);
        Assert.True(await AttackBench.UntilAsync(() => Refused(screen).Count == 1));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task An_address_that_is_a_file_can_be_opened()
    {
        site.Add("/", "<title>before</title>").Add("/file", "attachment kept");
        await using var screen = await OpenAsync(PagePowers.Download);
        await screen.PerformAsync(new OpenAction(site.Origin + "file"), Cancellation);
        Assert.True(await AttackBench.UntilAsync(() => screen.Downloads.Count == 1), string.Join('\n', screen.Refused));
        Assert.Equal("before", (await screen.CaptureAsync(Cancellation)).Place!.Title);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData(@"..\..\windows\win.ini")]
    [InlineData("/etc/passwd")]
    [InlineData("C:file:stream")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData(".bashrc")]
    [InlineData("a\0b.txt")]
    [InlineData("a\nb.txt")]
    [InlineData("letter\u202Efdp.exe")]
    [InlineData("nul.txt")]
    [InlineData("COM1")]
    [InlineData("a\ud800.txt")]
    [InlineData("%2e%2e%2f")]
    public void A_name_leads_nowhere(string suggested)
    {
        foreach (var name in new[]
        {
            PageDownloads.ToFileName(suggested),
            PageDownloads.ToFileName(suggested + new string('n', 5000) + ".txt")
        })
        {
            Assert.InRange(name.Length, 1, 120);
            Assert.Equal(name, Path.GetFileName(name));
            Assert.DoesNotContain(name, c => c is '/' or '\\' or ':' or '%' or '\u202E' || char.IsControl(c));
            Assert.False(name.StartsWith('.') || name.EndsWith('.') || name.EndsWith(' '), name);
            Assert.DoesNotContain(name.Split('.')[0].ToUpperInvariant(), new[] { "NUL", "COM1" });
        }
    }

    [Fact]
    public async Task Files_without_a_folder_are_a_mistake()
    {
        foreach (var where in new[] { null, "\0", "/proc/self/status/x" })
        {
            var error = await Assert.ThrowsAsync<QwenException>(() => BrowserScreen.OpenAsync(
                new BrowserScreenOptions
                {
                    AllowedOrigins = [WebOrigin.Of(site.Origin)!],
                    Powers = new Dictionary<WebOrigin, PagePowers> { [WebOrigin.Of(site.Origin)!] = PagePowers.Download },
                    DownloadFolder = where,
                    ExecutablePath = "/no/browser",
                },
                Cancellation));
            Assert.Contains(where is null ? "DownloadFolder" : "cannot be used", error.Message, StringComparison.Ordinal);
        }
    }

    // the browser asks for addresses of its maker by itself
    private static List<string> Refused(BrowserScreen screen) => [.. screen.Refused.Where(address =>
        address.Contains("127.0.0.1", StringComparison.Ordinal) || address.StartsWith("data:", StringComparison.Ordinal))];

    private static async Task ExpectAsync(BrowserScreen screen, PageServer server, string[] names)
    {
        await screen.PerformAsync(new OpenAction(server.Origin.AbsoluteUri), Cancellation);
        var title = "";
        Assert.True(await AttackBench.UntilAsync(async () =>
            (title = (await screen.CaptureAsync(Cancellation)).Place!.Title!).EndsWith(" end", StringComparison.Ordinal)), title);
        foreach (var name in All)
            Assert.Equal(names.Contains(name), title.Contains($"{name}:granted", StringComparison.Ordinal));
        Assert.DoesNotContain(":prompt", title, StringComparison.Ordinal);
    }

    private async Task<BrowserScreen> OpenAsync(PagePowers power, long limit = 1 << 20)
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/chromium"), "Chromium is not installed.");
        return await BrowserScreen.OpenAsync(
            new BrowserScreenOptions
            {
                AllowedOrigins = [WebOrigin.Of(site.Origin)!, WebOrigin.Of(friend.Origin)!],
                Powers = new Dictionary<WebOrigin, PagePowers> { [WebOrigin.Of(site.Origin)!] = power },
                DownloadFolder = folder,
                DownloadLimit = limit,
                Address = site.Origin,
                Size = new PixelSize(640, 480),
                LoadTime = TimeSpan.FromMinutes(2),
            },
            Cancellation);
    }
}
