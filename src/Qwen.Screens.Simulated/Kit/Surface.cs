using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>Lays out and draws screens of one size. Not thread-safe.</summary>
internal sealed class Surface : IDisposable
{
    private readonly SKBitmap bitmap;
    private readonly SKCanvas canvas;
    private readonly SKPaint paint = new() { IsAntialias = true };
    private readonly FontSet fonts = new();
    private readonly float density;

    /// <summary>A surface of a number of picture pixels, of which so many are one logical pixel.</summary>
    public Surface(PixelSize size, double density)
    {
        this.density = (float)density;
        Size = size;
        bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        canvas = new SKCanvas(bitmap);
    }

    public PixelSize Size { get; }

    public SKRect Bounds => new(0, 0, Size.Width / density, Size.Height / density);

    /// <summary>The logical point in the middle of a pixel.</summary>
    public SKPoint ToLogical(ScreenPoint point) => new((point.X + 0.5f) / density, (point.Y + 0.5f) / density);

    /// <summary>The pixel that holds a logical point.</summary>
    public ScreenPoint ToPixel(SKPoint point) => new(
        Math.Clamp((int)(point.X * density), 0, Size.Width - 1), Math.Clamp((int)(point.Y * density), 0, Size.Height - 1));

    /// <summary>All pixels that a rectangle touches.</summary>
    public (int Left, int Top, int Right, int Bottom) ToPixels(SKRect rect) => (
        Math.Max(0, (int)MathF.Floor(rect.Left * density)), Math.Max(0, (int)MathF.Floor(rect.Top * density)),
        Math.Min(Size.Width, (int)MathF.Ceiling(rect.Right * density)), Math.Min(Size.Height, (int)MathF.Ceiling(rect.Bottom * density)));

    /// <summary>Throws where a pixel lies outside.</summary>
    public void Check(ScreenPoint point)
    {
        if ((uint)point.X >= (uint)Size.Width || (uint)point.Y >= (uint)Size.Height)
            throw new QwenException($"({point.X}, {point.Y}) lies outside the screen, which has {Size} pixels.");
    }

    /// <summary>A view as others are told of it.</summary>
    public ScreenControl Describe(PlacedView placed) =>
        new(placed.View.Label, placed.View.Role.GetName(), placed.View is FieldView { Input.IsSecret: true })
        {
            Bounds = ToPixels(placed.Visible)
        };

    /// <summary>What stands at a pixel; null for nothing that has a name. What no touch reaches is passive.</summary>
    public ScreenControl? Describe(Scene scene, ScreenPoint point)
    {
        var at = ToLogical(point);
        return scene.FindControl(at) is { } found
            ? Describe(found) with { IsPassive = scene.Find(at, view => view.IsTouchable) is null }
            : null;
    }

    public Scene Arrange(View root, Theme theme, float textScale) => new(root, new Pen(canvas, paint, fonts, theme, textScale), Bounds);

    /// <summary>Draws a scene and returns it as a PNG file.</summary>
    public byte[] Draw(Scene scene)
    {
        canvas.ResetMatrix();
        canvas.Clear(scene.Pen.Theme.Background);
        canvas.Scale(density);
        scene.Paint(scene.Pen);
        return Encode();
    }

    /// <summary>A black picture, which is what a protected window leaves to see.</summary>
    public byte[] DrawBlack()
    {
        canvas.Clear(SKColors.Black);
        return Encode();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        canvas.Dispose();
        paint.Dispose();
        bitmap.Dispose();
        fonts.Dispose();
    }

    private byte[] Encode()
    {
        canvas.Flush();
        return FastPng.Encode(bitmap);
    }
}
