using System.Globalization;
using Microsoft.Playwright;
using Qwen.Testing;
using Qwen.Videos;

namespace Qwen.Server.Tests.Page;

/// <summary>Videos and documents on the page, over the demo model.</summary>
public sealed class VideoPageTests(DemoServer server) : BrowserTests
{
    private const int FrameArea = 56 * 56;

    [Fact]
    public async Task What_happens_in_a_video_stands_on_a_time_line_that_leads_there()
    {
        using var folder = new TempFolder();
        var film = folder.File("circle.mp4");
        await SmallFilm.WriteCircleAsync(film);
        await using var host = await QwenServerHost.StartAsync([new QwenServedModel("demo", server.Local)], new QwenServerHostOptions
        {
            Tools = new QwenToolOptions { Videos = Demo },
        });
        var page = await OpenAsync(host.Address);
        await page.Locator("#file").SetInputFilesAsync(film);
        await page.GetByLabel("Find").CheckAsync();
        await page.Locator("#words").FillAsync("red circle");
        await page.Locator("#run").ClickAsync();
        var mark = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = "Jump to red circle" });
        await mark.WaitForAsync();

        // drawn from second 3 to 6 of 8: there the button lies, and there it leads
        var cells = await page.Locator("#rows tbody tr td").AllTextContentsAsync();
        var start = double.Parse(cells[1], CultureInfo.InvariantCulture);
        Assert.InRange(start, 2.5, 3.5);
        var bar = (await page.Locator("#timeline .bar").BoundingBoxAsync())!;
        var box = (await mark.BoundingBoxAsync())!;
        Assert.InRange(box.X - bar.X, bar.Width * start / 8 - 2, bar.Width * start / 8 + 2);
        Assert.Equal(0, await PlayedAsync(page));
        await mark.ClickAsync();
        await page.WaitForFunctionAsync("(start) => Math.abs(document.querySelector('#video').currentTime - start) < 0.01", start);
        var cursor = (await page.Locator("#timeline .cursor").BoundingBoxAsync())!;
        Assert.InRange(cursor.X, box.X - 2, box.X + 2);

        // a row leads there too, by the keyboard
        await page.EvaluateAsync("document.querySelector('#video').currentTime = 0");
        var row = page.Locator("#rows tbody tr").First;
        await row.FocusAsync();
        Assert.Contains("on", (await mark.GetAttributeAsync("class"))!.Split(' '));
        await row.PressAsync("Enter");
        await page.WaitForFunctionAsync("(start) => Math.abs(document.querySelector('#video').currentTime - start) < 0.01", start);
    }

    [Fact]
    public async Task The_pages_of_a_document_are_shown_and_asked_about_one_by_one()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pdftoppm"), "There is no poppler here.");
        var page = await OpenAsync(server.Address);
        await page.Locator("#file").SetInputFilesAsync(
            new FilePayload { Name = "two.pdf", MimeType = "application/pdf", Buffer = SmallPdf.Create(2) });
        await Assertions.Expect(page.Locator("#page-number")).ToHaveTextAsync("Page 1 of 2");
        await Assertions.Expect(page.Locator("#about")).ToContainTextAsync("two.pdf, ");
        Assert.True(await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = "Previous page" }).IsDisabledAsync());
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = "Next page" }).ClickAsync();
        await Assertions.Expect(page.Locator("#page-number")).ToHaveTextAsync("Page 2 of 2");
        await page.GetByLabel("Locate").CheckAsync();
        await page.Locator("#words").FillAsync("red circle");
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.Locator("#status")).ToContainTextAsync(" s");

        await page.Locator("#other").ClickAsync();
        await page.Locator("#file").SetInputFilesAsync(
            new FilePayload { Name = "no.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4 and no more"u8.ToArray() });
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("PDF");
    }

    /// <summary>How the demo model has to be asked about videos.</summary>
    internal static QwenVideoOptions Demo => new()
    {
        MinPixels = FrameArea,
        MaxPixels = FrameArea,
        MaxFrames = 16,
        Prompts = new VideoPrompts
        {
            Moment = "Give the query: 'the {0} is visible', when does the described content occur in the video? Use seconds for time "
                + "format.",
            Verify = "Locate the {0}, report the bbox coordinates in JSON format.",
        },
        Search = new VideoSearchOptions
        {
            CoarseFps = 2, FineFps = 2, WindowFrames = 16, OverlapFrames = 8, Verify = VideoVerification.KeyFrame,
            KeyFramePixels = 4 * FrameArea,
        },
    };

    private static Task<double> PlayedAsync(IPage page) => page.EvaluateAsync<double>("document.querySelector('#video').currentTime");
}
