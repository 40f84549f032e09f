using Qwen.Shared.Answers;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Pictures;

/// <summary>Brings the numbers of findings to pixels of the picture that the model saw.</summary>
internal static class CoordinateScale
{
    private const string Shares = "Read coordinates as shares of the picture: all of a finding are at most 1.";

    /// <summary>Share of the picture by which a number may miss its edge without another convention being likelier.</summary>
    private const double Slack = 0.02;

    /// <summary>The findings in pixels; what is not plausible is noted.</summary>
    /// <param name="items">The findings as written.</param>
    /// <param name="convention">What the numbers mean.</param>
    /// <param name="seen">Size of the picture that the model saw.</param>
    /// <param name="notes">Takes what a reader of the result has to know.</param>
    public static IReadOnlyList<ParsedItem> ToPixels(
        IReadOnlyList<ParsedItem> items, CoordinateConvention convention, PixelSize seen, RepairLog notes)
    {
        switch (convention)
        {
            case CoordinateConvention.Thousandths:
                if (items.Any(item => item.Numbers.Any(number => number > 1000)))
                    notes.Add("Coordinates go beyond 1000: they may be no thousandths of the picture, as the options say.");
                return [.. items.Select(item => Scale(item, seen, 1000))];
            case CoordinateConvention.Shares:
                if (items.Any(item => item.Numbers.Any(number => number > 1 + Slack)))
                    notes.Add("Coordinates go beyond 1: they may be no shares of the picture, as the options say.");
                return [.. items.Select(item => Scale(item, seen, 1))];
            default:
                NoteBeyond(items, seen, notes);
                return [.. items.Select(item => IsShare(item, notes) ? Scale(item, seen, 1) : item)];
        }
    }

    // a box within the first pixel of the picture is none that a model means
    private static bool IsShare(ParsedItem item, RepairLog notes)
    {
        var isShare = item.Numbers.All(number => number is >= 0 and <= 1)
            && (item.IsBox || item.Numbers.Any(number => number != Math.Floor(number)));
        if (isShare)
            notes.Add(Shares);
        return isShare;
    }

    private static void NoteBeyond(IReadOnlyList<ParsedItem> items, PixelSize seen, RepairLog notes)
    {
        var numbers = items.SelectMany(item => item.Numbers.Select((number, i) => (number, limit: i % 2 == 0 ? seen.Width : seen.Height)));
        var isBeyond = numbers.Any(pair => pair.number > pair.limit * (1 + Slack));
        if (isBeyond && numbers.All(pair => pair.number is >= 0 and <= 1000))
            notes.Add(
                $"Coordinates go beyond the {seen.Width}x{seen.Height} pixels that the model saw and stay within 1000: "
                + "if the model answers in thousandths of the picture, the options must say so.");
    }

    private static ParsedItem Scale(ParsedItem item, PixelSize seen, double whole) => item with
    {
        Numbers = [.. item.Numbers.Select((number, i) => number * (i % 2 == 0 ? seen.Width : seen.Height) / whole)],
    };
}
