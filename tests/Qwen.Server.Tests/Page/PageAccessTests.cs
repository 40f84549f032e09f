using Microsoft.Playwright;

namespace Qwen.Server.Tests.Page;

/// <summary>The page without a mouse and without eyes: what the browser tells a screen reader, and every step by the keyboard.</summary>
public sealed class PageAccessTests(DemoServer server) : BrowserTests
{
    [Fact]
    public async Task A_screen_reader_hears_what_everything_is()
    {
        var page = await OpenAsync(server.Address);
        await Assertions.Expect(page.Locator("body")).ToMatchAriaSnapshotAsync(
            """
            - banner:
              - heading "Look at a picture" [level=1]
              - combobox "Model"
            - main:
              - region "File":
                - button "Drop, paste or choose a picture, a video or a PDF file"
              - region "Question":
                - group "What to do":
                  - radio "Ask" [checked]
                  - radio "Locate"
                - textbox "Question"
                - button "Run"
                - button "Stop" [disabled]
            """);
        Assert.Empty(await NamelessAsync(page));

        await ChooseAsync(page, "box112-00.png");
        await page.GetByLabel("Locate").CheckAsync();
        await page.Locator("#words").FillAsync("black star");
        await page.Locator("#run").ClickAsync();
        await Assertions.Expect(page.Locator("#copies")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main#look")).ToMatchAriaSnapshotAsync(
            """
            - main:
              - region "File":
                - figure:
                  - img "The picture you chose"
                  - img "What was found"
              - region "Question":
                - table "What was found":
                  - rowgroup:
                    - row:
                      - columnheader "label"
                  - rowgroup:
                    - row:
                      - cell "black star"
                - button "Copy JSON"
                - button "Copy CSV"
                - button "Copy Markdown"
            """);
        Assert.Empty(await NamelessAsync(page));
    }

    [Fact]
    public async Task Everything_goes_by_the_keyboard()
    {
        var page = await OpenAsync(server.Address);
        await page.Locator("#drop").FocusAsync();
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Enter"));
        await chooser.SetFilesAsync(Case("box112-00.png"));
        await Assertions.Expect(page.Locator("#about")).ToContainTextAsync("box112-00.png");

        // the words have the focus now; the tasks stand before them
        await Assertions.Expect(page.Locator("#words")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.GetByLabel("Locate")).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("black star");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#copies")).ToBeVisibleAsync();

        // a row that has the focus lights its box
        for (var presses = 0; presses < 8 && await FocusedAsync(page) != "TR"; presses++)
            await page.Keyboard.PressAsync("Tab");
        Assert.Equal("TR", await FocusedAsync(page));
        await Assertions.Expect(page.Locator("#overlay .mark.on")).ToHaveCountAsync(1);
    }

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.tagName");

    // what can be pressed, typed into or looked at, and says no word about itself
    private static Task<string[]> NamelessAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('button, input, select, textarea, img, video, svg, table, [role=button]')]
          .filter((element) => element.checkVisibility({ visibilityProperty: true }))
          .filter((element) => !(element.labels?.length > 0 || element.textContent.trim() || element.getAttribute('aria-label')
            || element.getAttribute('aria-labelledby') || element.alt))
          .map((element) => element.outerHTML)
        """);
}
