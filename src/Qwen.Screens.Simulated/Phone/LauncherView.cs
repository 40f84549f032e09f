using System.Globalization;
using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>The launcher: time, and the apps on as many pages as they need.</summary>
internal sealed class LauncherView(PhoneShell shell) : View
{
    private const int Columns = 4;
    private const float ClockHeight = 110;
    private const float DotsHeight = 24;

    public override float GetHeight(Pen pen, float width) => 0;

    public override void Place(Scene scene, SKRect bounds)
    {
        var rowHeight = new AppTile("", Icon.Home, default, () => { }).GetHeight(scene.Pen, 0) + 14;
        var top = bounds.Top + (bounds.Height > 360 ? ClockHeight : 12);
        if (bounds.Height > 360)
            PlaceClock(scene, bounds);
        var columns = Math.Max(Columns, (int)(bounds.Width / 100));
        var rows = Math.Clamp((int)((bounds.Bottom - DotsHeight - top) / rowHeight), 1, 3);
        var pages = shell.Apps.Chunk(columns * rows).ToList();
        var page = Math.Min(shell.LauncherPage, pages.Count - 1);
        scene.Add(new PagePanel(shell, pages.Count), bounds);
        var width = (bounds.Width - 16) / columns;
        foreach (var (app, i) in pages[page].Select((app, i) => (app, i)))
        {
            var tile = SKRect.Create(bounds.Left + 8 + i % columns * width, top + i / columns * rowHeight, width, rowHeight - 14);
            new AppTile(app.Name, app.Icon, app.Colour, () => shell.Open(app)).Place(scene, tile);
        }

        scene.Add(new PageDots(page, pages.Count), bounds with { Top = bounds.Bottom - DotsHeight });
    }

    private void PlaceClock(Scene scene, SKRect bounds)
    {
        var time = shell.Now.ToString("HH:mm", CultureInfo.InvariantCulture);
        var date = shell.Now.ToString("dddd, d MMMM", CultureInfo.InvariantCulture);
        new Stack(
        [
            new TextView(time) { Size = 42, Colour = SKColors.White, Align = 0.5f },
            new TextView(date) { Size = 14, Colour = SKColors.White, Align = 0.5f },
        ]).Place(scene, bounds with { Top = bounds.Top + 10 });
    }
}
