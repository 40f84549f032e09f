using System.Net;
using Microsoft.Playwright;
using Qwen.Testing;

namespace Qwen.Server.Tests.Page;

/// <summary>The page for people, in a Chromium, over the demo model.</summary>
public sealed class PageTests(DemoServer server) : BrowserTests
{
    [Theory]
    [InlineData(1200, 800, false)]
    [InlineData(360, 740, true)]
    public async Task What_is_located_is_marked_where_it_is(int width, int height, bool dark)
    {
        var page = await OpenAsync(server.Address, width, height, dark);
        await ChooseAsync(page, "box112-00.png");
        await page.GetByLabel("Locate").CheckAsync();
        await page.Locator("#words").FillAsync("black star");
        await page.Locator("#words").PressAsync("Enter");
        var row = page.Locator("#rows tbody tr").First;
        await row.WaitForAsync();

        // the row's numbers are pixels of the picture; the mark has to lie there on the screen, to a pixel
        var cells = await row.Locator("td").AllTextContentsAsync();
        Assert.Equal("black star", cells[0]);
        var numbers = cells.Skip(1).Take(4).Select(double.Parse).ToArray();
        var picture = (await page.Locator("#picture").BoundingBoxAsync())!;
        var mark = (await page.Locator("#overlay .mark").First.BoundingBoxAsync())!;
        var scale = picture.Width / 112;
        double[] seen = [mark.X - picture.X, mark.Y - picture.Y, mark.X + mark.Width - picture.X, mark.Y + mark.Height - picture.Y];
        for (var i = 0; i < 4; i++)
            Assert.InRange(seen[i], numbers[i] * scale - 2, numbers[i] * scale + 2); // the line is 2 wide
        Assert.InRange(numbers[0], 80, 96);

        await row.HoverAsync();
        Assert.Contains("on", await page.Locator("#overlay .mark").First.GetAttributeAsync("class") ?? "", StringComparison.Ordinal);
        Assert.False(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), "The page is wider than the screen.");
    }

    [Fact]
    public async Task A_question_is_answered_piece_by_piece_with_its_speed()
    {
        var page = await OpenAsync(server.Address);
        await ChooseAsync(page, "count112-00.png");
        await page.Locator("#words").FillAsync("How many red triangles are there in the image?");
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.Locator("#answer")).ToHaveTextAsync("There is 1 red triangle in the image.");
        await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("tokens a second");
    }

    [Fact]
    public async Task Text_is_read_and_a_dropped_file_is_taken()
    {
        var page = await OpenAsync(server.Address);
        var bytes = Convert.ToBase64String(await File.ReadAllBytesAsync(Case("multi-00.png")));
        await page.EvaluateAsync(
            """
            (data) => {
              const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
              const transfer = new DataTransfer();
              transfer.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));
              document.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }
            """,
            bytes);
        await Assertions.Expect(page.Locator("#about")).ToContainTextAsync("dropped.png, 112 × 112");
        await page.GetByLabel("Read").CheckAsync();
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.Locator("#answer")).ToContainTextAsync("06:43");
    }

    [Fact]
    public async Task Escape_stops_the_answer_and_its_generation()
    {
        var client = new GatedClient();
        await using var gated = await QwenServerHost.StartAsync([new QwenServedModel("gated", client)]);
        var page = await OpenAsync(gated.Address);
        await ChooseAsync(page, "box112-00.png");
        await page.Locator("#words").FillAsync("What?");
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.Locator("#answer")).ToHaveTextAsync("one ");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#status")).ToHaveTextAsync("Stopped.");
        await Wait.UntilAsync(() => client.Running == 0 && gated.OpenRequests == 0);
        Assert.True(await page.Locator("#run").IsEnabledAsync());
    }

    [Fact]
    public async Task Mistakes_are_told_and_a_key_is_asked_for()
    {
        var page = await OpenAsync(server.Address);
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose a picture first.");
        await page.Locator("#file")
            .SetInputFilesAsync(new FilePayload { Name = "no.png", MimeType = "image/png", Buffer = "no picture"u8.ToArray() });
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The browser cannot show this picture.");
        await page.Locator("#words").FillAsync("What?");
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("picture");

        await using var locked = await QwenServerHost.StartAsync(
            [new QwenServedModel("fixed", new FixedAnswerClient("Hi."))], new QwenServerHostOptions { Server = { ApiKeys = ["sesame"] } });
        var other = await OpenAsync(locked.Address, quiet: false);
        await Assertions.Expect(other.GetByRole(AriaRole.Alert)).ToContainTextAsync("API key");
        await other.Locator("#key").FillAsync("sesame");
        await other.Locator("#key").PressAsync("Tab");
        await Assertions.Expect(other.Locator("#model")).ToHaveTextAsync("fixed");
    }

    [Fact]
    public async Task The_page_forbids_everything_foreign()
    {
        using var response = await server.Http.GetAsync(new Uri("/", UriKind.Relative));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        foreach (var name in new[] { "../Qwen.Server.dll", "nothing.js", "%2e%2e/x" })
            Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync(new Uri($"/page/{name}", UriKind.Relative))).StatusCode);
    }
}
