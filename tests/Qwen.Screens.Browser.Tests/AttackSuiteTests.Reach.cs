using System.Globalization;
using System.Text.RegularExpressions;
using Qwen.Screens.Browser.Tests.Attacks;

namespace Qwen.Screens.Browser.Tests;

/// <content>Servers and powers of the browser that a page tries to get at.</content>
public sealed partial class AttackSuiteTests
{
    private static readonly string[] Powers =
    [
        "geolocation", "notifications", "camera", "microphone", "midi", "clipboard-read", "clipboard-write", "persistent-storage",
        "idle-detection",
        "background-sync", "serviceWorker", "RTCPeerConnection", "RTCPeerConnection in a frame", "WebTransport",
    ];

    [Fact]
    public async Task A_page_reaches_no_other_server_by_itself()
    {
        var bench = fixture.Require();
        bench.Site.Add("/worker.js", "self");

        // where it may be reached the ways work, each by its own path
        await bench.ShowAsync(Silent(bench.Friend.Origin.AbsoluteUri), "/silent");
        var wanted = ReachAttacks.Silent.Where(way => way.Arrives)
            .Select(way => (way.Name, Path: PathPattern().Match(way.Html).Value))
            .ToArray();
        await AttackBench.UntilAsync(
            () => wanted.All(way => bench.Friend.Asked.Any(asked => asked.EndsWith(way.Path, StringComparison.Ordinal))));
        faults.AddRange(wanted.Where(way => !bench.Friend.Asked.Any(asked => asked.EndsWith(way.Path, StringComparison.Ordinal)))
            .Select(way => $"{way.Name}: does not even reach where it may, so its attack shows nothing"));

        // another port, and another name of the very same server
        foreach (var target in new[] { bench.Evil.Origin, $"http://localhost:{bench.Site.Port}/" })
        {
            var before = bench.Browser.Refused.Count;
            await bench.ShowAsync(Silent(target), "/silent");
            foreach (var (name, path) in wanted)
            {
                if (!await AttackBench.UntilAsync(() => IsRefused(bench, before, target, path)))
                    faults.Add($"{name}: was not even tried for {target}");
            }
        }

        if (bench.Evil.Reached > 0)
            faults.Add($"another port was reached {bench.Evil.Reached} times");
        faults.AddRange(
            bench.Site.Asked.Where(asked => asked.StartsWith("localhost", StringComparison.Ordinal)).Select(asked => $"reached {asked}"));
        await EndAsync(bench);
    }

    [Fact]
    public async Task A_touch_leads_to_no_other_server()
    {
        var bench = fixture.Require();
        bench.Friend.Add("", "<script>if (opener || history.length === 1) close()</script>");
        var (html, point) = AttackBench.Cell(0, "{0}");
        foreach (var (name, markup, arrives) in ReachAttacks.Touched)
        {
            var path = PathPattern().Match(markup).Value;
            var mayBeEmpty = !name.Contains("window", StringComparison.Ordinal);
            foreach (var (target, mayBeReached) in new[]
            {
                (bench.Friend.Origin.AbsoluteUri, true),
                (bench.Evil.Origin, false),
                ($"http://localhost:{bench.Site.Port}/", false)
            })
            {
                var before = bench.Browser.Refused.Count;
                var attack = markup.Replace("{0}", target, StringComparison.Ordinal);
                bool IsTried() => mayBeReached
                    ? bench.Friend.Asked.Any(asked => asked.EndsWith(path, StringComparison.Ordinal))
                    : IsRefused(bench, before, target, path);
                await bench.ShowAndDoAsync(html.Replace("{0}", attack, StringComparison.Ordinal), new TapAction(point), IsTried, arrives);
                if (mayBeReached)
                {
                    if (arrives && !IsTried())
                        faults.Add($"{name}: does not even reach where it may, so its attack shows nothing");

                    // its window closes itself
                    if (!mayBeEmpty && !await AttackBench.UntilAsync(() => IsOnSiteAsync(bench, mayBeEmpty)))
                        faults.Add($"{name}: its window does not close itself");
                    continue;
                }

                if (arrives && !IsTried())
                    faults.Add($"{name}: was not even tried for {target}: {string.Join(' ', bench.Browser.Refused.Skip(before))}");

                // a page that fails is empty, and a window that leads elsewhere goes
                if (!await AttackBench.UntilAsync(() => IsOnSiteAsync(bench, mayBeEmpty)))
                    faults.Add($"{name}: landed on {(await bench.Browser.CaptureAsync(Cancellation)).Place!.Address}");
            }
        }

        if (bench.Evil.Reached > 0)
            faults.Add($"another port was reached {bench.Evil.Reached} times");
        faults.AddRange(
            bench.Site.Asked.Where(asked => asked.StartsWith("localhost", StringComparison.Ordinal)).Select(asked => $"reached {asked}"));
        await EndAsync(bench);
    }

    [Fact]
    public async Task Devices_and_powers_are_off()
    {
        var bench = fixture.Require();
        await bench.ShowAsync("""
            <iframe id=f></iframe>
            <script>
              try { ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker, '/worker.js') } catch { }
              const early = [typeof RTCPeerConnection, typeof f.contentWindow.RTCPeerConnection, typeof WebTransport];
              (async () => {
                const seen = [];
                for (const name of ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'clipboard-write', 'persistent-storage', 'idle-detection', 'background-sync'])
                  seen.push(name + ':' + await navigator.permissions.query({ name }).then(s => s.state, () => 'unknown'));
                seen.push('serviceWorker:' + await (navigator.serviceWorker ? navigator.serviceWorker.register('/worker.js').then(made => made ? 'granted' : 'denied', () => 'denied') : 'denied'));
                ['RTCPeerConnection', 'RTCPeerConnection in a frame', 'WebTransport'].forEach((name, i) => seen.push(name + ':' + (early[i] === 'undefined' ? 'denied' : 'granted')));
                document.title = seen.join(',') + ',end';
              })();
            </script>
            """, "/powers");
        var title = "";
        await bench.UntilTitleAsync(now => (title = now).EndsWith(",end", StringComparison.Ordinal));
        output.WriteLine(title);
        Assert.All(Powers, power => Assert.Contains($"{power}:", title, StringComparison.Ordinal));
        Assert.DoesNotContain(":granted", title, StringComparison.Ordinal);
        Assert.DoesNotContain(":prompt", title, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Site.Asked, asked => asked.EndsWith("/worker.js", StringComparison.Ordinal));
    }

    // refused by its address, or by what a tunnel to it asks for
    private static bool IsRefused(AttackBench bench, int since, string target, string path) =>
        bench.Browser.Refused.Skip(since)
            .Any(address => address.StartsWith(target + path, StringComparison.Ordinal) || address == new Uri(target).Authority);

    private static async Task<bool> IsOnSiteAsync(AttackBench bench, bool mayBeEmpty)
    {
        var origin = WebOrigin.Of((await bench.Browser.CaptureAsync(Cancellation)).Place!.Address!);
        return origin is null ? mayBeEmpty : origin == WebOrigin.Of(bench.Site.Origin);
    }

    private static string Silent(string target) =>
        string.Concat(ReachAttacks.Silent.Select(way => string.Format(CultureInfo.InvariantCulture, way.Html, target)));

    [GeneratedRegex("v/[a-z0-9]+")]
    private static partial Regex PathPattern();
}
