using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>An app's icon and name on the launcher.</summary>
internal sealed class AppTile : View
{
    private const float Plate = 52;
    private readonly Icon icon;
    private readonly SKColor colour;

    public AppTile(string name, Icon icon, SKColor colour, Action tap)
    {
        this.icon = icon;
        this.colour = colour;
        Label = name;
        Role = ViewRole.App;
        Tap = tap;
    }

    public override float GetHeight(Pen pen, float width) => Plate + pen.GetLineHeight(12) + 8;

    public override void Paint(Pen pen, SKRect bounds)
    {
        var plate = SKRect.Create(bounds.MidX - Plate / 2, bounds.Top, Plate, Plate);
        pen.Fill(plate, colour, 16);
        pen.Draw(icon, new SKPoint(plate.MidX, plate.MidY), 28, SKColors.White);
        pen.Text(Label, new SKRect(bounds.Left, plate.Bottom + 4, bounds.Right, bounds.Bottom), 12, SKColors.White, align: 0.5f);
    }
}
