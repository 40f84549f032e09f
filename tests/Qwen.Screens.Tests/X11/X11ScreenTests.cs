using Qwen.Screens;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Screens.Tests.X11;

public sealed class X11ScreenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_is_typed_into_a_real_editor_and_its_dialog_is_confirmed()
    {
        using var display = await VirtualDisplay.StartAsync();
        await using var screen = await OpenAsync(display);
        var empty = await screen.CaptureAsync(Cancellation);
        var editor = display.Run("zenity", "--text-info", "--editable", "--title=Editor", "--width=600", "--height=400");
        var shot = await UntilShownAsync(screen, empty);
        Assert.Equal((new PixelSize(800, 600), "zenity", "Editor"), (shot.Size, shot.Place?.App, shot.Place?.Title));

        const string Text = "Grüße, 漢字 & 'quotes' \"$HOME\" -n `x`\nsecond line %s";
        await screen.PerformAsync(new TapAction(new(300, 200)), Cancellation);
        await screen.PerformAsync(new TypeTextAction(Text), Cancellation);
        await screen.CaptureStillAsync(TimeSpan.FromMilliseconds(100), cancellationToken: Cancellation);
        await screen.PerformAsync(new PressKeysAction(["ctrl", "a"]), Cancellation);
        await screen.PerformAsync(new PressKeysAction(["right"]), Cancellation);
        await screen.PerformAsync(new TypeTextAction("!"), Cancellation);

        // the button that confirms is reached by the keyboard, as an agent without its place would
        await screen.PerformAsync(new PressKeysAction(["ctrl", "tab"]), Cancellation);
        await screen.PerformAsync(new PressKeysAction(["tab"]), Cancellation);
        await screen.PerformAsync(new PressKeysAction(["enter"]), Cancellation);
        Assert.Equal(Text + "!", (await editor.StandardOutput.ReadToEndAsync(Cancellation)).TrimEnd('\n'));
    }

    [Fact]
    public async Task A_button_of_a_real_dialog_is_found_in_the_picture_and_clicked()
    {
        using var display = await VirtualDisplay.StartAsync();
        await using var screen = await OpenAsync(display);
        var empty = await screen.CaptureAsync(Cancellation);
        var dialog = display.Run("zenity", "--question", "--text=Go on?", "--ok-label=Yes", "--cancel-label=No");
        var shot = await UntilShownAsync(screen, empty);

        // two buttons share the lower edge of the window: the right one confirms
        var window = Window(empty, shot);
        await screen.PerformAsync(new TapAction(new(window.Left + (window.Width * 3 / 4), window.Bottom - 20)), Cancellation);
        await dialog.WaitForExitAsync(Cancellation);
        Assert.Equal(0, dialog.ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_leaves_no_button_and_no_key_down(bool isDrag)
    {
        using var display = await VirtualDisplay.StartAsync();
        await using var screen = await OpenAsync(display);
        using var cancel = new CancellationTokenSource(400);
        ScreenAction action = isDrag
            ? new DragAction(new(100, 100), new(700, 500), TimeSpan.FromSeconds(60))
            : new TypeTextAction(new string('W', 100_000));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => screen.PerformAsync(action, cancel.Token));
        Assert.Equal("up", await StateAsync(display));
    }

    [Fact]
    public async Task The_wheel_and_the_pointer_go_where_they_are_sent()
    {
        using var display = await VirtualDisplay.StartAsync();
        await using var screen = await OpenAsync(display);
        await screen.PerformAsync(new MovePointerAction(new(123, 456)), Cancellation);
        await screen.PerformAsync(new ScrollAction(new(321, 234), 0, 100), Cancellation);
        var locate = display.Run("xdotool", "getmouselocation", "--shell");
        Assert.StartsWith("X=321\nY=234\n", await locate.StandardOutput.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_told_in_a_sentence()
    {
        using var display = await VirtualDisplay.StartAsync();
        await using var screen = await OpenAsync(display);
        foreach (var action in new ScreenAction[]
        {
            new TapAction(new(800, 0)),
            new DragAction(new(0, 0), new(0, 600), default),
            new PressKeysAction(["rm"]),
            new OpenAction("firefox"),
            new TypeTextAction("\0"),
            new TypeTextAction("a\u2028"),
            new TypeTextAction("a\t")
        })
            await Assert.ThrowsAsync<QwenException>(() => screen.PerformAsync(action, Cancellation));
        Assert.Equal("up", await StateAsync(display));
        await Assert.ThrowsAsync<QwenException>(() => X11Screen.OpenAsync(new X11ScreenOptions { Display = ":9999" }, Cancellation));
    }

    private static Task<X11Screen> OpenAsync(VirtualDisplay display) =>
        X11Screen.OpenAsync(new X11ScreenOptions { Display = display.Name }, Cancellation);

    private static async Task<ScreenShot> UntilShownAsync(X11Screen screen, ScreenShot empty)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var shot = await screen.CaptureStillAsync(TimeSpan.FromMilliseconds(100), cancellationToken: Cancellation);
            if (!shot.Png.Span.SequenceEqual(empty.Png.Span))
                return shot;
        }

        throw new InvalidOperationException("The program never showed its window.");
    }

    // where the picture changed
    private static SKRectI Window(ScreenShot before, ScreenShot after)
    {
        using var first = SKBitmap.Decode(before.Png.Span);
        using var second = SKBitmap.Decode(after.Png.Span);
        var changed = SKRectI.Empty;
        for (var y = 0; y < first.Height; y++)
        {
            for (var x = 0; x < first.Width; x++)
            {
                if (first.GetPixel(x, y) != second.GetPixel(x, y))
                    changed = changed.IsEmpty ? SKRectI.Create(x, y, 1, 1) : SKRectI.Union(changed, SKRectI.Create(x, y, 1, 1));
            }
        }

        return changed;
    }

    // what the server itself says of its buttons and keys
    private static async Task<string> StateAsync(VirtualDisplay display)
    {
        var states = new List<string>();
        foreach (var device in new[]
        {
            "Xvfb virtual pointer",
            "Virtual core XTEST pointer",
            "Xvfb virtual keyboard",
            "Virtual core XTEST keyboard"
        })
        {
            var query = display.Run("xinput", "query-state", device);
            states.Add(await query.StandardOutput.ReadToEndAsync(Cancellation));
        }

        Assert.Contains("button[1]", string.Concat(states), StringComparison.Ordinal);
        return string.Concat(states).Contains("=down", StringComparison.Ordinal) ? "down" : "up";
    }
}
