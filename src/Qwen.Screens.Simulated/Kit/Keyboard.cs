using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>The keyboard on the screen: letters, or digits and marks.</summary>
internal sealed class Keyboard(KeyboardState state, Action<string> type, Action erase, Action enter) : View
{
    private const float Margin = 3;
    private static readonly string[] Letters = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    private static readonly string[] Marks = ["1234567890", "@#€&-+()/", "*\"':;!?"];

    public override float GetHeight(Pen pen, float width) => 4 * 42 + 2 * Margin;

    public override void Place(Scene scene, SKRect bounds)
    {
        scene.Add(new Blocker(() => { }) { Ground = scene.Pen.Theme.Raised }, bounds);
        bounds.Inflate(-Margin, -Margin);
        var unit = bounds.Width / 10;
        var rows = state.ShowsMarks ? Marks : Letters;
        IEnumerable<View>[] lines =
        [
            rows[0].Select(Write),
            [new Space(0, unit / 2), .. rows[1].Select(Write), new Space(0, unit / 2)],
            [Switch(unit * 1.5f), .. rows[2].Select(Write), Special("Backspace", Icon.Backspace, erase, unit * 1.5f)],
            [
                new KeyView(state.ShowsMarks ? "ABC" : "?123", () => state.ShowsMarks = !state.ShowsMarks, unit * 1.5f)
                {
                    IsSpecial = true
                },
                new KeyView(",", () => Add(","), unit), new KeyView("Space", () => Add(" ")) { IsSpecial = true },
                new KeyView(".", () => Add("."), unit), Special("Enter", Icon.Enter, enter, unit * 1.5f),
            ],
        ];
        var height = bounds.Height / lines.Length;
        for (var i = 0; i < lines.Length; i++)
            new Strip(lines[i]).Place(scene, SKRect.Create(bounds.Left, bounds.Top + i * height, bounds.Width, height));
    }

    private View Write(char letter)
    {
        var text = state.IsShifted ? char.ToUpperInvariant(letter).ToString() : letter.ToString();
        return new KeyView(text, () => Add(text));
    }

    private View Switch(float width) => state.ShowsMarks
        ? new Space(0, width)
        : Special("Shift", Icon.Shift, () => state.IsShifted = !state.IsShifted, width);

    private static KeyView Special(string label, Icon icon, Action tap, float width) =>
        new(label, tap, width) { Icon = icon, IsSpecial = true };

    private void Add(string text)
    {
        state.IsShifted = false;
        type(text);
    }
}
