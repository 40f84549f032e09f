using System.Text.Json;
using Microsoft.Playwright;

namespace Qwen.Server.Tests.Page;

/// <summary>What people take out of the page (copied results, extracted fields) and a picture that they paste into it.</summary>
public sealed class PageResultTests(DemoServer server) : BrowserTests
{
    [Fact]
    public async Task What_was_found_is_copied_as_json_csv_and_markdown()
    {
        var page = await OpenAsync(server.Address);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await ChooseAsync(page, "box112-00.png");
        await RunAsync(page, "Locate", "black star");
        var cells = await page.Locator("#rows tbody tr").First.Locator("td").AllTextContentsAsync();

        using var json = JsonDocument.Parse(await CopyAsync(page, "Copy JSON"));
        var box = json.RootElement.GetProperty("boxes")[0];
        Assert.Equal("black star", box.GetProperty("label").GetString());
        Assert.Equal(double.Parse(cells[1]), box.GetProperty("x1").GetDouble());

        var csv = (await CopyAsync(page, "Copy CSV")).Split("\r\n");
        Assert.Equal("\"label\",\"x1\",\"y1\",\"x2\",\"y2\",\"confidence\"", csv[0]);
        Assert.Equal(string.Join(',', cells.Select(cell => $"\"{cell}\"")), csv[1]);

        var markdown = (await CopyAsync(page, "Copy Markdown")).Split('\n');
        Assert.Equal("| label | x1 | y1 | x2 | y2 | confidence |", markdown[0]);
        Assert.Matches("^[|-]+$", markdown[1]);
        Assert.Equal($"| {string.Join(" | ", cells)} |", markdown[2]);
    }

    [Fact]
    public async Task Fields_are_extracted_by_their_names_and_by_a_schema()
    {
        var page = await OpenAsync(server.Address);
        await ChooseAsync(page, "fields-00.png");
        await RunAsync(page, "Extract", "company, date, total");
        await Assertions.Expect(page.Locator("#rows tbody tr")).ToHaveCountAsync(3);
        Assert.Equal(
            ["company", "date", "total"], await page.Locator("#rows tbody tr td:first-child").AllTextContentsAsync());

        await page.Locator("#words").FillAsync(
            """{"type":"object","properties":{"total":{"type":"number"}},"required":["total"],"additionalProperties":false}""");
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.Locator("#answer")).ToContainTextAsync("\"total\"");
        using var value = JsonDocument.Parse(await page.Locator("#answer").TextContentAsync() ?? "");
        Assert.Equal(JsonValueKind.Number, value.RootElement.GetProperty("total").ValueKind);
        Assert.Single(value.RootElement.EnumerateObject());
    }

    [Theory]
    [InlineData("{\"type\":", "The schema is no JSON")]
    [InlineData("{\"type\":\"array\"}", "describes no object")]
    public async Task A_schema_that_cannot_be_kept_is_told_by_its_cause(string schema, string cause)
    {
        var page = await OpenAsync(server.Address);
        await ChooseAsync(page, "fields-00.png");
        await page.GetByLabel("Extract").CheckAsync();
        await page.Locator("#words").FillAsync(schema);
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(cause);
        await Assertions.Expect(page.Locator("#run")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_pasted_picture_is_taken()
    {
        var page = await OpenAsync(server.Address);
        var bytes = Convert.ToBase64String(await File.ReadAllBytesAsync(Case("count112-00.png")));
        await page.EvaluateAsync(
            """
            (data) => {
              const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
              const clipboardData = new DataTransfer();
              clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
              document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
            }
            """,
            bytes);
        await Assertions.Expect(page.Locator("#about")).ToContainTextAsync("image.png, 112 × 112");
    }

    private static async Task RunAsync(IPage page, string task, string words)
    {
        await page.GetByLabel(task).CheckAsync();
        await page.Locator("#words").FillAsync(words);
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.Locator("#copies")).ToBeVisibleAsync();
    }

    private static async Task<string> CopyAsync(IPage page, string button)
    {
        await page.EvaluateAsync("navigator.clipboard.writeText('')");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button }).ClickAsync();
        await page.WaitForFunctionAsync("async () => (await navigator.clipboard.readText()) !== ''");
        return await page.EvaluateAsync<string>("navigator.clipboard.readText()");
    }
}
