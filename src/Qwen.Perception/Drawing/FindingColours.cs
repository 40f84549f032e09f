using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>
/// Chooses the colour of each finding: the one that its text names; a neutral one where it names several; else, equal for equal labels, one
/// that no other has as long as there are any.
/// </summary>
internal static class FindingColours
{
    /// <summary>The colour of what names more than one.</summary>
    public static SKColor Neutral { get; } = new(70, 74, 82);

    private static readonly SKColor[] Palette =
    [
        new(230, 25, 75), new(0, 130, 200), new(60, 180, 75), new(245, 130, 48), new(145, 30, 180), new(0, 160, 160),
        new(240, 50, 230), new(128, 128, 0), new(170, 110, 40), new(0, 0, 160), new(255, 225, 25), new(128, 0, 0),
    ];

    /// <summary>Colours in the order of the findings.</summary>
    /// <param name="findings">Label, and the whole text that is written beside it.</param>
    public static SKColor[] Choose(IReadOnlyList<(string Label, string Text)> findings)
    {
        var named = findings.Select(finding => ColourWords.In(finding.Text)).ToArray();
        var taken = named.Where(colours => colours.Count == 1).Select(colours => colours[0]).ToHashSet();
        var free = Palette.Where(colour => !taken.Any(other => Distance(colour, other) < 110)).ToArray();
        var choice = free.Length > 0 ? free : Palette;
        var byLabel = new Dictionary<string, SKColor>();
        var chosen = new SKColor[findings.Count];
        for (var i = 0; i < chosen.Length; i++)
        {
            if (named[i].Count == 0 && !byLabel.ContainsKey(findings[i].Label))
                byLabel.Add(findings[i].Label, choice[byLabel.Count % choice.Length]);
            chosen[i] = named[i].Count switch { 0 => byLabel[findings[i].Label], 1 => named[i][0], _ => Neutral };
        }

        return chosen;
    }

    /// <summary>How far two colours are from each other, 0 to 442.</summary>
    public static double Distance(SKColor one, SKColor other) =>
        Math.Sqrt(Square(one.Red - other.Red) + Square(one.Green - other.Green) + Square(one.Blue - other.Blue));

    /// <summary>Whether black shows better on it than white.</summary>
    public static bool IsBright(SKColor colour) => 0.299 * colour.Red + 0.587 * colour.Green + 0.114 * colour.Blue > 150;

    private static double Square(int number) => (double)number * number;
}
