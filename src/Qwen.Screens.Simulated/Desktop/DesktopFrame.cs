using System.Globalization;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Desktop;

/// <summary>The whole screen of a desktop.</summary>
internal sealed class DesktopFrame(DesktopShell shell, DateTimeOffset now) : View
{
    private const float BarHeight = 44;

    public override float GetHeight(Pen pen, float width) => 0;

    public override void Place(Scene scene, SKRect bounds)
    {
        scene.Add(new Phone.Wallpaper(isDark: false), bounds);
        PlaceIcon(scene, 24, "Files", Icon.Folder, new SKColor(0xB4, 0x6A, 0x00), shell.ShowFiles);
        PlaceIcon(scene, 124, "Editor", Icon.Edit, new SKColor(0x1F, 0x7A, 0x5C), () => shell.Edit(null));
        foreach (var window in shell.Windows)
            scene.AddLayer(new WindowView(shell, window), window.Bounds);
        PlaceBar(scene, bounds with { Top = bounds.Bottom - BarHeight });
        if (shell.Menu is { } menu)
            scene.AddLayer(new MenuView(shell, menu), bounds);
        if (shell.Question is { } question)
            scene.AddLayer(question.CreateView(shell.Answer), bounds);
        scene.AddLayer(new PointerView(), SKRect.Create(shell.Pointer.X, shell.Pointer.Y, 14, 20));
    }

    // opens at the second click, as on any desktop
    private static void PlaceIcon(Scene scene, float top, string label, Icon icon, SKColor colour, Action open) =>
        new AppTile(label, icon, colour, () => { }) { DoubleTap = open }.Place(scene, SKRect.Create(16, top, 90, 80));

    private void PlaceBar(Scene scene, SKRect bounds)
    {
        scene.AddLayer(new Panel(), bounds);
        new Strip(
        [
            .. shell.Windows.OrderBy(window => window.Title, StringComparer.Ordinal)
                .Take(6)
                .Select(window => new Button(window.Title, () => shell.Raise(window))
                {
                    Look = window == shell.Front ? ButtonLook.Filled : ButtonLook.Tonal, Height = 34,
                }),
            .. shell.Windows.Count == 0 ? [new Space(0)] : Array.Empty<View>(),
            new Stack([new TextView(now.ToString("HH:mm", CultureInfo.InvariantCulture)) { Align = 0.5f }]) { Width = 60 },
        ]) { Padding = 8, Gap = 8 }.Place(scene, bounds);
    }
}
