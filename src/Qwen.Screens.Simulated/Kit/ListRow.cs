using System.Globalization;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A line of a list: an icon or initial, a title, a second line, and a switch, a box or a value at its end.</summary>
internal sealed class ListRow : View
{
    private const float TitleSize = 16;
    private const float DetailSize = 13;
    private const float Margin = 16;

    public ListRow(string title, Action? tap = null)
    {
        Label = title;
        Role = ViewRole.ListItem;
        Tap = tap;
    }

    public string Detail { get; init; } = "";

    public Icon? Icon { get; init; }

    /// <summary>Colour of the disc behind icon or initial.</summary>
    public SKColor? Disc { get; init; }

    /// <summary>What stands at the end.</summary>
    public string Value { get; init; } = "";

    /// <summary>Whether the switch, or the box where the role says so, is on; null for neither.</summary>
    public bool? IsOn { get; init; }

    public bool IsBold { get; init; }

    public override float GetHeight(Pen pen, float width)
    {
        var text = pen.GetLineHeight(TitleSize) + (Detail.Length > 0 ? pen.GetLineHeight(DetailSize) : 0);
        return Math.Max(52, text + 16);
    }

    public override void Paint(Pen pen, SKRect bounds)
    {
        var theme = pen.Theme;
        var left = bounds.Left + Margin;
        var right = bounds.Right - Margin;
        if (Disc is { } disc)
        {
            var centre = new SKPoint(left + 18, bounds.MidY);
            pen.Circle(centre, 18, disc);
            if (Icon is { } icon)
                pen.Draw(icon, centre, 18, SKColors.White);
            else
                pen.Text(StringInfo.GetNextTextElement(Label), new SKRect(
                    left, bounds.Top, left + 36, bounds.Bottom), 16, SKColors.White, bold: true, align: 0.5f);
            left += 50;
        }
        else if (Icon is { } icon)
        {
            pen.Draw(icon, new SKPoint(left + 11, bounds.MidY), 22, theme.Muted);
            left += 38;
        }

        if (IsOn is { } on)
        {
            PaintMark(pen, new SKPoint(right, bounds.MidY), on);
            right -= Role == ViewRole.CheckBox ? 34 : 54;
        }

        if (Value.Length > 0)
        {
            var width = Math.Min(pen.Measure(Value, 14) + 1, (right - left) * 0.55f);
            pen.Text(Value, new SKRect(right - width, bounds.Top, right, bounds.Bottom), 14, theme.Muted, align: 1);
            right -= width + 8;
        }

        var high = pen.GetLineHeight(TitleSize);
        var low = Detail.Length > 0 ? pen.GetLineHeight(DetailSize) : 0;
        var top = bounds.MidY - (high + low) / 2;
        pen.Text(Label, new SKRect(left, top, right, top + high), TitleSize, theme.Text, IsBold);
        if (low > 0)
            pen.Text(Detail, new SKRect(left, top + high, right, top + high + low), DetailSize, theme.Muted);
    }

    private void PaintMark(Pen pen, SKPoint end, bool on)
    {
        var theme = pen.Theme;
        if (Role == ViewRole.CheckBox)
        {
            var box = new SKRect(end.X - 22, end.Y - 11, end.X, end.Y + 11);
            if (on)
            {
                pen.Fill(box, theme.Accent, 5);
                pen.Draw(Kit.Icon.Check, new SKPoint(box.MidX, box.MidY), 18, theme.OnAccent);
            }
            else
            {
                pen.Frame(box, theme.Muted, 5, 2);
            }

            return;
        }

        var track = new SKRect(end.X - 44, end.Y - 12, end.X, end.Y + 12);
        pen.Fill(track, on ? theme.Accent : theme.Raised, 12);
        if (!on)
            pen.Frame(track, theme.Muted, 12, 1.5f);
        pen.Circle(new SKPoint(on ? track.Right - 12 : track.Left + 12, end.Y), on ? 9 : 7, on ? theme.OnAccent : theme.Muted);
    }
}
