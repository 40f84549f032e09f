using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Desktop;

/// <summary>A window with title bar, menus and a scrolling body.</summary>
internal sealed class WindowView(DesktopShell shell, DesktopWindow window) : View
{
    private const float MenuHeight = 34;

    public override float GetHeight(Pen pen, float width) => 0;

    public override void Place(Scene scene, SKRect bounds)
    {
        var isFront = shell.Front == window;
        scene.Add(new Panel { Corner = 8, Tap = () => shell.Raise(window) }, bounds);
        var bar = bounds with { Bottom = bounds.Top + TitleBar.Height };
        scene.Add(new TitleBar(window, isFront, () => shell.Raise(window)), bar);
        var close = new IconButton(Icon.Close, $"Close {window.Title}", window.Close)
        {
            Size = 28,
            Colour = isFront ? scene.Pen.Theme.OnAccent : null
        };
        close.Place(scene, SKRect.Create(bar.Right - 34, bar.Top + 3, 28, 28));
        var body = bounds with { Top = bar.Bottom };
        body.Inflate(-1, 0);
        body.Bottom -= 1;
        View[] menus = [.. window.CreateMenus()];
        if (menus.Length > 0)
        {
            new Strip([.. menus, new Space(0)]) { Padding = 4, Gap = 4 }.Place(scene, body with { Bottom = body.Top + MenuHeight });
            body.Top += MenuHeight;
        }

        new ScrollView(window.Scroll, new Stack(window.CreateBody())).Place(scene, body);
    }
}
