using Qwen.Shared.Natives;
using SkiaSharp;

namespace Qwen.Cli.SelfTest;

/// <summary>A small picture whose content is known because it was drawn: a red circle and a blue square on light grey.</summary>
internal static class DrawnScene
{
    /// <summary>Left, top, right, bottom of the circle.</summary>
    public static readonly int[] Circle = [14, 18, 50, 54];

    /// <summary>Left, top, right, bottom of the square.</summary>
    public static readonly int[] Square = [60, 58, 100, 98];

    /// <summary>The picture as PNG, 112×112.</summary>
    public static byte[] ToPng()
    {
        PictureLibrary.Require();
        using var surface = SKSurface.Create(new SKImageInfo(112, 112));
        surface.Canvas.Clear(new SKColor(235, 235, 235));
        using var red = new SKPaint { Color = new SKColor(215, 35, 35), IsAntialias = true };
        using var blue = new SKPaint { Color = new SKColor(40, 70, 215), IsAntialias = true };
        surface.Canvas.DrawOval(new SKRect(Circle[0], Circle[1], Circle[2], Circle[3]), red);
        surface.Canvas.DrawRect(new SKRect(Square[0], Square[1], Square[2], Square[3]), blue);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
