using Microsoft.Playwright;

namespace Qwen.Screens.Browser;

/// <summary>Mouse and keyboard of one page.</summary>
internal sealed class PageHands(IPage page)
{
    private const int DragSteps = 12;

    /// <summary>Presses a button where the pointer is.</summary>
    public Task ClickAsync(ScreenPoint point, MouseButton button, int count) =>
        page.Mouse.ClickAsync(point.X, point.Y, new MouseClickOptions { Button = Button(button), ClickCount = count });

    /// <summary>Holds the left button and moves on meanwhile.</summary>
    public async Task HoldAsync(ScreenPoint from, ScreenPoint to, TimeSpan duration, CancellationToken cancellationToken)
    {
        await page.Mouse.DownAsync().ConfigureAwait(false);
        try
        {
            for (var step = 1; step <= DragSteps; step++)
            {
                await Task.Delay(duration / DragSteps, cancellationToken).ConfigureAwait(false);
                await page.Mouse.MoveAsync(
                    from.X + ((to.X - from.X) * step / DragSteps), from.Y + ((to.Y - from.Y) * step / DragSteps)).ConfigureAwait(false);
            }
        }
        finally
        {
            await page.Mouse.UpAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Turns the wheel.</summary>
    public async Task ScrollAsync(ScreenPoint point, ScrollAction scroll)
    {
        await page.Mouse.MoveAsync(point.X, point.Y).ConfigureAwait(false);
        await page.Mouse.WheelAsync(scroll.Right, scroll.Down).ConfigureAwait(false);
    }

    /// <summary>Types; a line end is the key, so that fields that send on it do.</summary>
    public async Task TypeAsync(IReadOnlyList<string> lines)
    {
        for (var index = 0; index < lines.Count; index++)
        {
            if (index > 0)
                await page.Keyboard.PressAsync("Enter").ConfigureAwait(false);
            if (lines[index].Length > 0)
                await page.Keyboard.InsertTextAsync(lines[index]).ConfigureAwait(false);
        }
    }

    /// <summary>Presses keys together.</summary>
    public async Task PressAsync(IReadOnlyList<string> keys)
    {
        var held = 0;
        try
        {
            for (; held < keys.Count; held++)
                await page.Keyboard.DownAsync(keys[held]).ConfigureAwait(false);
        }
        finally
        {
            while (held-- > 0)
                await page.Keyboard.UpAsync(keys[held]).ConfigureAwait(false);
        }
    }

    private static Microsoft.Playwright.MouseButton Button(MouseButton button) => button switch
    {
        MouseButton.Right => Microsoft.Playwright.MouseButton.Right,
        MouseButton.Middle => Microsoft.Playwright.MouseButton.Middle,
        _ => Microsoft.Playwright.MouseButton.Left,
    };
}
