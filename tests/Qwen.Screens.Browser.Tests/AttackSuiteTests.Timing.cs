using Qwen.Screens.Browser.Tests.Attacks;
using Qwen.Testing;

namespace Qwen.Screens.Browser.Tests;

/// <content>Pages that change between the look, the question and the act.</content>
public sealed partial class AttackSuiteTests
{
    [Fact]
    public async Task A_page_that_changes_is_asked_about_anew()
    {
        var bench = fixture.Require();
        bench.Site.Add(
            "/second",
            "<title>changed</title><button style='position:absolute;left:40px;top:100px;width:150px;height:32px' "
                + "onclick=\"fetch('/did/2')\">Pay</button>");
        bench.Friend.Add("/inner", "<body style='margin:0'><button style='width:150px;height:32px'>OK</button>");
        foreach (var (name, html, change, action, expected) in TimingAttacks.Asked)
        {
            bench.Site.Forget();
            await bench.ShowAsync(
                TimingAttacks.Write(html, change).Replace("{0}", bench.Friend.Origin.AbsoluteUri, StringComparison.Ordinal), "/timing");
            var before = bench.Asked.Count;
            bench.Answer = async _ =>
            {
                if (bench.Asked.Count > before + 1)
                    return false;
                await ChangeAsync(bench);
                return true;
            };
            await ExpectAsync(bench, name, expected, action);
            var times = bench.Asked.Count - before;
            if (times != (expected == "asked" ? 2 : 1))
                faults.Add($"{name}: asked {times} times");
            bench.Answer = _ => ValueTask.FromResult(false);
            if (expected != "performed")
                await EndAsync(bench);
        }

        Report();
    }

    [Fact]
    public async Task A_secret_goes_only_where_it_was_asked_for()
    {
        var bench = fixture.Require();
        bench.Site.Add("/second", "<title>changed</title><input autofocus oninput=\"fetch('/did/2')\">");
        bench.Friend.Add("/field", "<input autofocus>");
        foreach (var (name, html, change, expected) in TimingAttacks.Secret)
        {
            bench.Site.Forget();
            await bench.ShowAsync(
                TimingAttacks.Write(html, change).Replace("{0}", bench.Friend.Origin.AbsoluteUri, StringComparison.Ordinal), "/timing");
            var times = 0;
            bench.Secret = async () =>
            {
                if (times++ > 0)
                    return null;
                await ChangeAsync(bench);
                return new SecretText("correct horse");
            };
            await ExpectAsync(bench, name, expected == "performed" ? "performed" : "refused", new TypeTextAction("{{secret:mail}}"));
            if (times != (expected == "asked again" ? 2 : 1))
                faults.Add($"{name}: its source was asked {times} times");
            if (expected == "performed" ? !await AttackBench.UntilAsync(() => bench.Done.Contains("1")) : bench.Done.Count > 0)
                faults.Add($"{name}: typed into {string.Join(", ", bench.Done)}");
        }

        if (bench.Audit.Attempts.Any(attempt => attempt.ToString().Contains("horse", StringComparison.Ordinal)))
            faults.Add("a record holds the secret");
        Report();
    }

    [Fact]
    public async Task What_changes_under_the_pointer_is_not_pressed()
    {
        var bench = fixture.Require();
        foreach (var (number, change) in new[]
        {
            "this.textContent = 'Pay'",
            "this.outerHTML = `<div class=big onclick='did(3)'></div>`",
            "this.remove()",
            "this.style.left = '400px'"
        }.Index())
        {
            await bench.ShowAsync(
                TimingAttacks.Write($"<button class=big onmouseenter=\"{change}\" onclick='did(3)'>Notes</button>", "0"),
                $"/under{number}");
            await ExpectAsync(bench, change, "refused", new TapAction(new(100, 115)));
        }

        await EndAsync(bench);
    }

    // the pointer enters the corner of a page, which turns into another
    private static async Task ChangeAsync(AttackBench bench)
    {
        await bench.Browser.PerformAsync(new MovePointerAction(TimingAttacks.Corner), Cancellation);
        Assert.True(await bench.UntilTitleAsync(title => title == "changed"), "The page did not change.");
    }
}
