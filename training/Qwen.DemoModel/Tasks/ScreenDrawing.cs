using Qwen.DemoModel.Drawing;
using SkiaSharp;

namespace Qwen.DemoModel.Tasks;

/// <summary>Draws one screen: app bar, a body in one of several layouts, sometimes a bottom bar.</summary>
internal sealed class ScreenDrawing(Dice dice, int width, int height)
{
    private static readonly SKColor[] Accents =
    [
        new(30, 110, 230), new(20, 140, 90), new(210, 60, 60), new(120, 70, 200), new(235, 140, 30), new(60, 60, 70)
    ];
    private static readonly SKColor White = new(252, 252, 252), Black = new(20, 20, 20);

    private readonly HashSet<string> labels = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool dark = dice.Chance(0.3);
    private readonly SKTypeface face = Fonts.Screen(dice);
    private Stack<string> icons = new();
    private Canvas canvas = null!;
    private SKColor paper, ink, accent;
    private float top, bottom;

    /// <summary>Draws.</summary>
    public Picture Draw()
    {
        paper = dark ? Shade.Near(dice, new SKColor(28, 28, 32), 8) : Shade.Near(dice, new SKColor(244, 244, 246), 6);
        ink = dark ? new SKColor(238, 238, 240) : new SKColor(25, 25, 30);
        accent = Shade.Near(dice, dice.Pick(Accents), 16);
        do
        {
            canvas?.Dispose();
            canvas = new Canvas(dice, width, height, paper, plain: true);
            icons = new Stack<string>(dice.Some(ThingClass.Icons, ThingClass.Icons.Length));
            labels.Clear();
            (top, bottom) = (0, height);
            if (dice.Chance(0.75))
                AppBar();
            if (dice.Chance(0.45))
                BottomBar();
            Body();
        }
        while (canvas.Things.Count < 2);

        using (canvas)
        {
            var rgb = canvas.Pixels(Touches.Noise(dice));
            Touches.Light(dice, rgb);
            return new Picture(width, height, [rgb], [canvas.Mask()])
            {
                Things = [.. canvas.Things],
                Rows = [.. canvas.Rows],
                KnowsThings = true,
                KnowsText = true
            };
        }
    }

    private void AppBar()
    {
        var barHeight = dice.Between(26, 34);
        var coloured = dice.Chance(0.6);
        var onBar = coloured ? White : ink;
        Fill(new SKRect(0, 0, width, barHeight), coloured ? accent : paper, 0);
        float left = 6, right = width;
        if (dice.Chance(0.6))
        {
            Icon(15, barHeight / 2f, dice.Real(6, 9), onBar);
            left = 30;
        }

        if (dice.Chance(0.6))
        {
            Icon(width - 15, barHeight / 2f, dice.Real(6, 9), onBar);
            right = width - 30;
        }

        if (dice.Chance(0.8))
            Label(new SKRect(left, 0, right, barHeight), NewLabel(), dice.Between(12, 16), onBar, indent: 2);
        top = barHeight;
    }

    private void BottomBar()
    {
        var barHeight = dice.Between(28, 34);
        bottom = height - barHeight;
        Fill(new SKRect(0, bottom, width, height), Shade.Near(dice, paper, 8), 0);
        var count = dice.Between(2, width < 168 ? 3 : 4);
        for (var i = 0; i < count && icons.Count > 0; i++)
            Icon(width * (i + 0.5f) / count, bottom + barHeight / 2f, dice.Real(7, 10), ink);
    }

    private void Body()
    {
        var style = dice.Pick(["buttons", "buttons", "rows", "grid", "form", "tiles"]);
        int gap = dice.Between(5, 12), margin = dice.Between(
            6, 14), line = dice.Between(24, 34), size = dice.Between(11, 17), round = dice.Pick([0, 4, 8, 14]);
        var fill = dice.Chance(0.5) ? accent : Shade.Near(dice, dark ? new SKColor(70, 72, 80) : new SKColor(205, 208, 214), 10);
        var y = top + dice.Between(5, 14);
        while (y + line < bottom - 3)
        {
            if (style == "tiles" && icons.Count > 0)
            {
                var tile = dice.Between(34, 46);
                if (y + tile > bottom)
                    break;
                var tiles = width < 168 ? 2 : 3;
                for (var i = 0; i < tiles && icons.Count > 0; i++)
                {
                    if (dice.Chance(0.8))
                        Icon((float)width / tiles * (i + 0.5f), y + tile / 2f, dice.Real(9, 14), dice.Chance(0.6) ? accent : ink);
                }

                y += tile;
                continue;
            }

            var columns = style == "grid" && width >= 140 ? 2 : 1;
            for (var i = 0; i < columns; i++)
            {
                if (dice.Chance(0.12))
                    continue;
                var left = margin + i * (width - 2f * margin + gap) / columns;
                var right = left + (width - 2f * margin - gap * (columns - 1)) / columns;
                if (columns == 1 && style is "buttons" or "tiles" && dice.Chance(0.35))
                    right = left + (right - left) * dice.Real(0.55, 0.95);
                Control(style, new SKRect(left, y, right, y + line), fill, size, round, margin);
            }

            y += line + (style == "rows" ? 0 : gap);
        }
    }

    private void Control(string style, SKRect place, SKColor fill, int size, int round, int margin)
    {
        var label = NewLabel();
        if (style == "rows")
        {
            Fill(new SKRect(0, place.Bottom, width, place.Bottom + 1), new SKColor(150, 150, 155), 0);
            Label(place with { Left = margin }, label, size, ink, indent: 0);
            Mark("row", new SKRect(0, place.Top, width, place.Bottom), label, label);
        }
        else if (style == "form" && dice.Chance(0.6))
        {
            using (var paint =
                new SKPaint { Color = new SKColor(140, 140, 150), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 1.5f })
                canvas.Colours.DrawRoundRect(place, round / 2f, round / 2f, paint);
            Label(place, label, size, dark ? new SKColor(170, 170, 180) : new SKColor(130, 130, 140), indent: 5);
            Mark("field", place, label, label);
        }
        else
        {
            if (dice.Chance(0.25))
                fill = Shade.Near(dice, dice.Pick(Accents), 12);
            Fill(place, fill, round);
            Label(place, label, size, Shade.Brightness(fill) < 140 ? White : Black, indent: null);
            Mark("button", place, label, label);
        }
    }

    private void Icon(float x, float y, float radius, SKColor colour)
    {
        var icon = icons.Pop();
        using (var paint = new SKPaint { Color = colour, IsAntialias = true })
            Shapes.DrawIcon(canvas.Colours, paint, icon, new SKPoint(x, y), radius);
        var reach = radius + 3;
        Mark(icon + " icon", new SKRect(x - reach, y - reach, x + reach, y + reach), icon + " icon", $"the {icon} icon");
    }

    private void Mark(string kind, SKRect place, string name, string said)
        => canvas.Mark(new Thing(
            ThingClass.Of(kind), 0, name,
            new Box((int)place.Left, (int)place.Top, (int)place.Right, (int)place.Bottom).Inside(width, height)) { Calls = [said] });

    // centred, or from the left with an indent; smaller where it does not fit
    private void Label(SKRect place, string text, int size, SKColor colour, float? indent)
    {
        using var font = Canvas.Font(dice, face, size);
        while (font.Size > 9 && Lettering.Bounds(font, text).Right > place.Width - 6)
            font.Size--;
        var bounds = Lettering.Bounds(font, text);
        var x = place.Left + (indent ?? (place.Width - bounds.Right) / 2);
        canvas.Write(text, x, MathF.Round(place.Top + (place.Height - bounds.Height) / 2 - bounds.Top), font, colour);
    }

    private void Fill(SKRect place, SKColor colour, float round)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas.Colours.DrawRoundRect(place, round, round, paint);
    }

    private string NewLabel()
    {
        while (true)
        {
            var label = Words.Label(dice);
            if (labels.Add(label))
                return label;
        }
    }
}
