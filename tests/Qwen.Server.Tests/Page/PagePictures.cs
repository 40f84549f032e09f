using Microsoft.Playwright;
using Qwen.Testing;

namespace Qwen.Server.Tests.Page;

/// <summary>
/// The pictures of docs/page.md, taken anew where a variable names a folder for them: QWENVL_PAGE_PICTURES=docs/images. Look at them.
/// </summary>
public sealed class PagePictures(DemoServer server) : BrowserTests
{
    private const string Variable = "QWENVL_PAGE_PICTURES";
    private const int LargestBytes = 150_000;

    [Fact]
    public async Task The_walk_through_has_its_pictures()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{Variable} names no folder to draw the documentation's pictures into.");
        using var temporary = new TempFolder();
        var film = temporary.File("circle.mp4");
        await SmallFilm.WriteCircleAsync(film);
        await using var host = await QwenServerHost.StartAsync([new QwenServedModel("demo", server.Local)], new QwenServerHostOptions
        {
            Tools = new QwenToolOptions { Videos = VideoPageTests.Demo },
            Episodes = PhonePageTests.Phone(new KeptAudit()),
        });

        var wide = await OpenAsync(host.Address, 1100, 640);
        await RunAsync(wide, Sample("06-locate", "shapes.png"), "Locate", "circle");
        await wide.Locator("#rows tbody tr").First.HoverAsync();
        await KeepAsync(wide, "boxes");
        await RunAsync(wide, film, "Find", "red circle");
        await wide.Locator("#timeline .mark").ClickAsync();
        await wide.WaitForFunctionAsync("!document.querySelector('#video').seeking");
        await KeepAsync(wide, "timeline");

        var dark = await OpenAsync(host.Address, 1100, 560, dark: true);
        await RunAsync(dark, Sample("08-parse", "page-1.png"), "Parse page", null);
        await KeepAsync(dark, "dark");

        var narrow = await OpenAsync(host.Address, 390, 760);
        await RunAsync(narrow, Sample("06-locate", "shapes.png"), "Point", "green triangle");
        await KeepAsync(narrow, "narrow");

        var wrong = await OpenAsync(host.Address, 1100, 460);
        await wrong.Locator("#file").SetInputFilesAsync(
            new FilePayload { Name = "holiday.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4 and no more"u8.ToArray() });
        await Assertions.Expect(wrong.GetByRole(AriaRole.Alert)).ToContainTextAsync("PDF");
        await KeepAsync(wrong, "error");

        var phone = await OpenAsync(host.Address, 1100, 700, view: "#phone");
        await phone.Locator("#start").ClickAsync();
        await Assertions.Expect(phone.Locator("#yes")).ToBeEnabledAsync();
        await KeepAsync(phone, "approval");
        await phone.Locator("#no").ClickAsync();
        await Assertions.Expect(phone.Locator("#task-status")).ToContainTextAsync("not approved");
        await KeepAsync(phone, "phone");

        async Task KeepAsync(IPage page, string name)
        {
            var path = Path.Combine(RepositoryFiles.Root, folder!, $"page-{name}.png");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
            Assert.True(new FileInfo(path).Length < LargestBytes, $"{path} is too large for the repository.");
        }
    }

    private static async Task RunAsync(IPage page, string file, string task, string? words)
    {
        if (await page.Locator("#figure").IsVisibleAsync())
            await page.Locator("#other").ClickAsync();
        await page.Locator("#file").SetInputFilesAsync(file);
        await Assertions.Expect(page.Locator("#about")).ToContainTextAsync(Path.GetFileName(file));
        await page.GetByLabel(task, new PageGetByLabelOptions { Exact = true }).CheckAsync();
        if (words is not null)
            await page.Locator("#words").FillAsync(words);
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.Locator("#copies")).ToBeVisibleAsync();
    }

    private static string Sample(string sample, string name) => Path.Combine(RepositoryFiles.Root, "samples", sample, "pictures", name);
}
