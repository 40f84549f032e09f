using SkiaSharp;

namespace Qwen.DemoModel.Drawing;

/// <summary>A picture being drawn, with a second one that holds the number of the thing in each pixel.</summary>
internal sealed class Canvas : IDisposable
{
    private readonly SKBitmap bitmap;
    private readonly SKBitmap numbers;
    private readonly SKCanvas mask;
    private readonly Dice dice;

    /// <summary>An empty sheet; one in four has a soft gradient.</summary>
    public Canvas(Dice dice, int width, int height, SKColor paper, bool plain = false)
    {
        (this.dice, Width, Height) = (dice, width, height);
        bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        numbers = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Colours = new SKCanvas(bitmap);
        mask = new SKCanvas(numbers);
        mask.Clear(SKColors.Black);
        Colours.Clear(paper);
        if (plain || !dice.Chance(0.25))
            return;
        using var gradient = SKShader.CreateLinearGradient(
            new SKPoint(dice.Real(0, width), 0), new SKPoint(dice.Real(0, width), height),
            [Shade.Near(dice, paper, 14), Shade.Near(dice, paper, 14)], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = gradient };
        Colours.DrawPaint(paint);
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>What people see.</summary>
    public SKCanvas Colours { get; }

    /// <summary>Things so far.</summary>
    public List<Thing> Things { get; } = [];

    /// <summary>Text so far.</summary>
    public List<TextRow> Rows { get; } = [];

    /// <summary>Draws a thing and marks its pixels; its box is theirs.</summary>
    public Thing? Draw(SKColor colour, Func<Box, Thing> describe, Action<SKCanvas, SKPaint> draw)
    {
        using (var paint = new SKPaint { Color = colour, IsAntialias = true })
            draw(Colours, paint);
        var number = (byte)(Things.Count + 1);
        Stamp(number, draw);
        if (BoxOf(number) is not { } box)
            return null;
        Things.Add(describe(box.Inside(Width, Height)));
        return Things[^1];
    }

    /// <summary>Adds a thing that is drawn already: its box is known.</summary>
    public Thing Mark(Thing thing)
    {
        Things.Add(thing with { Box = thing.Box.Inside(Width, Height) });
        using var paint = new SKPaint { Color = new SKColor((byte)Things.Count, (byte)Things.Count, (byte)Things.Count) };
        mask.DrawRect(thing.Box.Left, thing.Box.Top, thing.Box.Right - thing.Box.Left, thing.Box.Bottom - thing.Box.Top, paint);
        return Things[^1];
    }

    /// <summary>Marks pixels with a number without drawing anything.</summary>
    public void Stamp(int number, Action<SKCanvas, SKPaint> draw)
    {
        using var paint = new SKPaint { Color = new SKColor((byte)number, (byte)number, (byte)number) };
        draw(mask, paint);
    }

    /// <summary>Writes one line of text.</summary>
    /// <param name="text">ASCII.</param>
    /// <param name="x">Left end.</param>
    /// <param name="baseline">Height of the baseline.</param>
    /// <param name="font">Face and size.</param>
    /// <param name="ink">Colour.</param>
    public TextRow Write(string text, float x, float baseline, SKFont font, SKColor ink)
    {
        using var paint = new SKPaint { Color = ink, IsAntialias = true };
        Colours.DrawText(text, x, baseline, font, paint);
        font.MeasureText(text, out var bounds);
        var widths = font.GetGlyphWidths(text);
        var box = new Box(
            (int)MathF.Floor(x + bounds.Left), (int)MathF.Floor(baseline + bounds.Top), (int)MathF.Ceiling(x + bounds.Right),
            (int)MathF.Ceiling(baseline + bounds.Bottom));
        var centres = new (float, float)[text.Length];
        var left = x;
        for (var i = 0; i < text.Length; i++)
        {
            var width = i < widths.Length ? widths[i] : 0;
            centres[i] = (left + width / 2, baseline + (bounds.Top + bounds.Bottom) / 2);
            left += width;
        }

        Rows.Add(new TextRow(text, box.Inside(Width, Height), centres) { Size = font.Size });
        return Rows[^1];
    }

    /// <summary>
    /// A font of a face; hinting varies as it does between programs. In training, some are made wider, narrower, slanted or bolder: few
    /// faces stand for the many there are.
    /// </summary>
    public static SKFont Font(Dice dice, SKTypeface face, float size)
    {
        var font = new SKFont(face, size)
        {
            Edging = SKFontEdging.Antialias,
            Hinting = dice.Pick([SKFontHinting.None, SKFontHinting.Slight, SKFontHinting.Normal, SKFontHinting.Full]),
            Subpixel = dice.Chance(0.5),
        };
        if (dice.HeldOut)
            return font;
        if (dice.Chance(0.3))
            font.ScaleX = dice.Real(0.85, 1.2);
        if (dice.Chance(0.12))
            font.SkewX = dice.Real(-0.25, 0.05);
        font.Embolden = dice.Chance(0.08);
        return font;
    }

    /// <summary>The drawn pixels with noise. // [height, width, 3]</summary>
    public byte[] Pixels(double noise = 0)
    {
        var rgb = new byte[Width * Height * 3];
        var source = bitmap.GetPixelSpan();
        for (int i = 0, j = 0; j < rgb.Length; i += 4)
        {
            (rgb[j], rgb[j + 1], rgb[j + 2]) = (source[i], source[i + 1], source[i + 2]);
            j += 3;
        }

        if (noise > 0)
            AddNoise(rgb, noise);
        return rgb;
    }

    /// <summary>Number of the thing in each pixel. // [height, width]</summary>
    public byte[] Mask()
    {
        var ids = new byte[Width * Height];
        var source = numbers.GetPixelSpan();
        for (var i = 0; i < ids.Length; i++)
            ids[i] = source[4 * i];
        return ids;
    }

    /// <summary>Frees the bitmaps.</summary>
    public void Dispose()
    {
        Colours.Dispose();
        mask.Dispose();
        bitmap.Dispose();
        numbers.Dispose();
    }

    // noise from a small table: drawing a normal number for every pixel would cost more than the picture
    private void AddNoise(byte[] rgb, double noise)
    {
        var table = new int[1021];
        for (var i = 0; i < table.Length; i++)
            table[i] = (int)Math.Round(dice.Normal() * noise);
        var place = dice.Between(0, 1020);
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)Math.Clamp(rgb[i] + table[place], 0, 255);
            place = (place + 1 + (rgb[i] & 3)) % table.Length;
        }
    }

    private Box? BoxOf(byte number)
    {
        int left = Width, top = Height, right = -1, bottom = -1;
        var source = numbers.GetPixelSpan();
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                if (source[(y * Width + x) * 4] != number)
                    continue;
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            }
        }

        return right < 0 ? null : new Box(left, top, right + 1, bottom + 1);
    }
}
