using System.Collections.Concurrent;
using Microsoft.Playwright;
using Qwen.Testing;

namespace Qwen.Server.Tests.Page;

/// <summary>Tests of the page in a Chromium: nothing foreign is asked for, nothing breaks the policy, no script fails.</summary>
public abstract class BrowserTests : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;
    private readonly ConcurrentQueue<string> faults = new();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "Chromium is not installed.");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        GC.SuppressFinalize(this);
        Assert.Empty(faults);
    }

    protected async Task<IPage> OpenAsync(
        Uri address, int width = 1200, int height = 800, bool dark = false, bool quiet = true, string view = "")
    {
        var page = await browser!.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        page.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        page.PageError += (_, error) => faults.Enqueue(error);
        page.Request += (_, request) =>
        {
            if (!new[] { address.AbsoluteUri, "data:", "blob:" }.Any(own => request.Url.StartsWith(own, StringComparison.Ordinal)))
                faults.Enqueue(request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                faults.Enqueue(message.Text);
        };
        await page.GotoAsync(address.AbsoluteUri + view);
        if (quiet)
            await Assertions.Expect(page.Locator("#model option")).ToHaveCountAsync(1);
        return page;
    }

    protected static async Task ChooseAsync(IPage page, string name)
    {
        await page.Locator("#file").SetInputFilesAsync(Case(name));
        await Assertions.Expect(page.Locator("#about")).ToContainTextAsync(name);
    }

    protected static string Case(string name) => Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", name);
}
