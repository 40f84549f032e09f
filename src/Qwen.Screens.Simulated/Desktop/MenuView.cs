using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Tasks;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Desktop;

/// <summary>A dropped down menu; a touch beside it closes it.</summary>
internal sealed class MenuView(DesktopShell shell, DesktopMenu menu) : View
{
    private const float Width = 190;

    public override float GetHeight(Pen pen, float width) => 0;

    public override void Place(Scene scene, SKRect bounds)
    {
        scene.Add(new Blocker(() => shell.Menu = null) { Ground = SKColors.Transparent }, bounds);
        var rows = new Stack(
            menu.Commands.Select(command => new Button(command.Label, () => Choose(command.Do)) { Look = ButtonLook.Tonal, Height = 36 }))
        {
            Padding = 6, Gap = 2,
        };
        var height = rows.GetHeight(scene.Pen, Width);
        var left = Math.Clamp(menu.At.X, 0, bounds.Width - Width);
        var top = Math.Clamp(menu.At.Y, 0, bounds.Height - height);
        var plate = SKRect.Create(left, top, Width, height);
        scene.Add(new Panel { Corner = 8 }, plate);
        rows.Place(scene, plate);
    }

    private void Choose(Action action)
    {
        shell.Menu = null;
        action();
    }
}
