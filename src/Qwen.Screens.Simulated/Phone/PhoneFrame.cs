using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>The whole screen of a phone: status bar, app or launcher, keyboard, and what stands above them.</summary>
internal sealed class PhoneFrame(PhoneShell shell) : View
{
    private const float StatusHeight = 26;
    private const float BarHeight = 52;
    private const float PillHeight = 16;

    // a screen so low has no room for the app's bar above a keyboard
    private const float LowScreen = 380;

    /// <summary>How far the page in front still is from its place, in widths of the screen: an animation.</summary>
    public float Shift { get; init; }

    public override float GetHeight(Pen pen, float width) => 0;

    public override void Place(Scene scene, SKRect bounds)
    {
        if (shell.IsAsleep)
        {
            scene.Add(new Blocker(() => { }) { Ground = SKColors.Black }, bounds);
            return;
        }

        if (shell.Front is null)
            PlaceLauncher(scene, bounds);
        else
            scene.Add(new Blocker(() => { }) { Ground = scene.Pen.Theme.Background }, bounds);
        var onPicture = shell.Front is null;
        var body = new SKRect(bounds.Left, bounds.Top + StatusHeight, bounds.Right, bounds.Bottom - PillHeight);
        if (shell.Front is { } session)
            body = PlacePage(scene, bounds, body, session.Page);
        scene.Add(new StatusBar(shell.Now, shell.State.Settings, onPicture), bounds with { Bottom = bounds.Top + StatusHeight });
        scene.Add(new HomePill(onPicture), bounds with { Top = bounds.Bottom - PillHeight });
        if (shell.Toast is { } toast)
            PlaceToast(scene, body, toast);
        shell.Traps.Place(scene, body);
        if (shell.Dialog is { } dialog)
            scene.AddLayer(dialog.CreateView(shell.Answer), bounds);
    }

    private SKRect PlacePage(Scene scene, SKRect bounds, SKRect body, Page page)
    {
        var by = Shift * bounds.Width;
        body.Offset(by, 0);
        if (shell.Focus is null || bounds.Height > LowScreen)
        {
            CreateBar(page).Place(scene, body with { Bottom = body.Top + BarHeight });
            body.Top += BarHeight;
        }

        if (shell.Focus is not null)
        {
            var keyboard = new Keyboard(shell.Keyboard, shell.Type, () => shell.Focus?.RemoveLast(), shell.Enter);
            var height = Math.Min(keyboard.GetHeight(scene.Pen, bounds.Width), bounds.Height * 0.55f);
            keyboard.Place(scene, bounds with { Top = bounds.Bottom - PillHeight - height, Bottom = bounds.Bottom - PillHeight });
            body.Bottom = bounds.Bottom - PillHeight - height;
        }

        var window = body;
        if (page.Foot?.Invoke() is { } foot)
        {
            window.Bottom = Math.Max(window.Top, window.Bottom - foot.GetHeight(scene.Pen, body.Width) - 8);
            foot.Place(scene, new SKRect(body.Left, window.Bottom + 4, body.Right, body.Bottom - 4));
        }

        new ScrollView(page.Scroll, new Stack(page.Body())).Place(scene, window);
        if (page.Floating is { } floating && shell.Focus is null)
            scene.AddLayer(
                floating,
                SKRect.Create(window.Right - floating.Size - 16, window.Bottom - floating.Size - 12, floating.Size, floating.Size));
        return body;
    }

    private Strip CreateBar(Page page) => new(
    [
        .. shell.Front is { Pages.Count: > 1 } ? [new IconButton(Icon.Back, "Back", shell.Back)] : new View[] { new Space(0, 4) },
        new TextView(page.Title) { Size = 20, Bold = true },
        .. page.Actions(),
    ]) { Padding = 10, Gap = 4 };

    private void PlaceLauncher(Scene scene, SKRect bounds)
    {
        scene.Add(new Wallpaper(shell.State.Settings.DarkMode), bounds);
        if (shell.ShowsRecents)
            new RecentsView(shell).Place(scene, bounds);
        else
            new LauncherView(shell)
                .Place(scene, new SKRect(bounds.Left, bounds.Top + StatusHeight, bounds.Right, bounds.Bottom - PillHeight));
    }

    private static void PlaceToast(Scene scene, SKRect body, string text)
    {
        var toast = new Toast(text);
        var width = Math.Min(toast.GetWidth(scene.Pen) ?? 0, body.Width - 24);
        var height = toast.GetHeight(scene.Pen, width);
        scene.AddLayer(toast, SKRect.Create(body.MidX - width / 2, body.Bottom - height - 20, width, height));
    }
}
