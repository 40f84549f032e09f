using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A field to type into.</summary>
internal sealed class FieldView : View
{
    private const float Size = 16;
    private readonly bool isFocused;

    public FieldView(TextInput input, bool isFocused, Action focus)
    {
        Input = input;
        this.isFocused = isFocused;
        Label = input.Label;
        Role = ViewRole.Field;
        Tap = focus;
    }

    public TextInput Input { get; }

    public Icon? Icon { get; init; }

    /// <summary>Lines of text to make room for.</summary>
    public int Lines { get; init; } = 1;

    /// <summary>What is shown: dots where the text is secret.</summary>
    private string Shown => Input.IsSecret ? new string('•', Input.Text.Length) : Input.Text;

    public override float GetHeight(Pen pen, float width) => Math.Max(Lines, GetLines(pen, width).Count) * pen.GetLineHeight(Size) + 26;

    public override void Paint(Pen pen, SKRect bounds)
    {
        var theme = pen.Theme;
        pen.Fill(bounds, theme.Surface, 12);
        pen.Frame(bounds, isFocused ? theme.Accent : theme.Line, 12, isFocused ? 2 : 1);
        var room = bounds;
        room.Inflate(-12, -13);
        if (Icon is { } icon)
        {
            pen.Draw(icon, new SKPoint(room.Left + 9, bounds.MidY), 20, theme.Muted);
            room.Left += 28;
        }

        var height = pen.GetLineHeight(Size);
        if (Input.Text.Length == 0)
            pen.Text(Label, new SKRect(room.Left + (isFocused ? 5 : 0), room.Top, room.Right, room.Top + height), Size, theme.Muted);
        else
            PaintLabel(pen, bounds);

        var lines = GetLines(pen, bounds.Width);
        for (var i = 0; i < lines.Count; i++)
            pen.Text(lines[i], new SKRect(room.Left, room.Top + i * height, room.Right, room.Top + (i + 1) * height), Size, theme.Text);
        if (isFocused)
        {
            var x = Math.Min(room.Right, room.Left + pen.Measure(lines[^1], Size) + 1);
            var y = room.Top + (lines.Count - 1) * height;
            pen.Fill(new SKRect(x, y + 2, x + 2, y + height - 2), theme.Accent);
        }
    }

    // the label moves into the frame once there is text, so that a filled form can still be read
    private void PaintLabel(Pen pen, SKRect bounds)
    {
        const float Small = 11;
        var width = Math.Min(pen.Measure(Label, Small) + 8, bounds.Width - 24);
        var plate = new SKRect(bounds.Left + 10, bounds.Top - 6, bounds.Left + 10 + width, bounds.Top + 8);
        pen.Fill(plate, pen.Theme.Background, 4);
        plate.Inflate(-4, 0);
        pen.Text(Label, plate, Small, isFocused ? pen.Theme.Accent : pen.Theme.Muted);
    }

    // a field of one line shows the end of what is too long, where the caret is
    private IReadOnlyList<string> GetLines(Pen pen, float width)
    {
        var room = width - 28 - (Icon is null ? 0 : 28);
        if (Input.IsMultiline)
            return pen.Wrap(Shown, Size, false, room);
        var text = Shown.ReplaceLineEndings(" ");
        return [pen.KeepEnd(text, Size, room)];
    }
}
