using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen.Perception.Parsing;

/// <summary>
/// Boxes that an answer tells otherwise than by four numbers or two corners in brackets: by corners in other languages, sides and sizes
/// under their names, spans across and down, shares of a hundred, or nothing but four numbers.
/// </summary>
internal static partial class BoxPhrases
{
    private const string N = @"[""']?(?<number>-?[0-9]{1,9}(?:\.[0-9]{1,9})?)(?<share>\s{0,2}%)?[""']?\s{0,3}(?:px|pixels)?\s{0,3}";
    private const string Is = @"[""']?\s{0,3}(?:[=:]|is|of|ist)\s{0,3}";
    private const string Next = @"[,;]?\s{0,20}(?:and\s{1,3})?[""']?";
    private const string To = @"(?:-|–|—|to|bis|à|a|hasta|до|から|至|到)\s{0,3}";

    private static readonly (Func<Regex> Form, Func<double[], double[]> Box)[] Forms =
    [
        (OtherCorners, numbers => numbers),
        (Sides, numbers => numbers),
        (Size, numbers => [numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3]]),
        (SizeBehind, numbers => [numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3]]),
        (Spans, numbers => [numbers[0], numbers[2], numbers[1], numbers[3]]),
        (Listed, numbers => numbers),
        (Plain, numbers => numbers),
    ];

    /// <summary>The boxes of the first form that the answer has; empty for none.</summary>
    public static IReadOnlyList<(Match Phrase, double[] Numbers)> Find(string answer)
    {
        foreach (var (form, box) in Forms)
        {
            var found = form().Matches(answer)
                .Select(match => (match, box: box([.. Numbers(match)])))
                .Where(pair => pair.box[0] <= pair.box[2] && pair.box[1] <= pair.box[3])
                .ToList();
            if (found.Count > 0)
                return found;
        }

        return [];
    }

    // shares of a hundred become shares of one, which are told from pixels further on
    private static IEnumerable<double> Numbers(Match match)
    {
        var divisor = match.Groups["share"].Captures.Count == 4 ? 100 : 1;
        return match.Groups["number"].Captures
            .Select(number => double.Parse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture) / divisor);
    }

    // what stands between two corners; the second is the lower right one, in words of both kinds
    private const string Words = @"[^0-9()\[\]\n]{0,60}";
    private const string Lower = "bottom|lower|unten|inferior|bas\\b|нижн|右下|아래|bawah|dưới|alt\\b|doln|السفلى|nedre|nedersta|onder";
    private const string Right = "right|rechts|derech|direit|destr|droit|прав|右下|오른쪽|kanan|phải|sağ|praw|اليمنى|höger|høyre|højre";

    // "(1, 2), esquina inferior derecha (30, 40)"
    [GeneratedRegex(
        @"[(\[]\s{0,3}" + N + @"[,;]\s{0,3}" + N + @"[)\]](?=" + Words + "(?:" + Lower + "))(?=" + Words + "(?:" + Right + "))"
        + Words + @"[(\[]\s{0,3}" + N + @"[,;]\s{0,3}" + N + @"[)\]]",
        RegexOptions.IgnoreCase)]
    private static partial Regex OtherCorners();

    // left=1 top=2 right=30 bottom=40, also as attributes of an element
    [GeneratedRegex(
        @"(?:(?<![a-z0-9_])left" + Is + N + Next + "top" + Is + N + Next + "right" + Is + N + Next + "bottom" + Is + N
        + @"|(?<![a-z0-9_])x_?(?:1|min)" + Is + N + Next + @"y_?(?:1|min)" + Is + N + Next + @"x_?(?:2|max)" + Is + N + Next
        + @"y_?(?:2|max)" + Is + N + ")",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sides();

    [GeneratedRegex(
        @"(?<![a-z0-9_])(?:x|left)" + Is + N + Next + "(?:y|top)" + Is + N + Next + "w(?:idth)?" + Is + N + Next + "h(?:eight)?" + Is + N,
        RegexOptions.IgnoreCase)]
    private static partial Regex Size();

    // "(1, 2) and the width and height are 30 and 40"
    [GeneratedRegex(
        @"[(\[]\s{0,3}" + N + @"[,;]\s{0,3}" + N + @"[)\]][^0-9\n]{0,60}width[^0-9\n]{1,40}?" + N + @"[^0-9\n]{1,40}?" + N,
        RegexOptions.IgnoreCase)]
    private static partial Regex SizeBehind();

    [GeneratedRegex(
        @"(?<![a-z0-9_])x\s{0,3}[=:]?\s{0,3}" + N + To + @"(?:x\s{0,3}[=:]?\s{0,3})?" + N
        + @"[^0-9\n]{0,40}?(?<![a-z0-9_])y\s{0,3}[=:]?\s{0,3}" + N + To + @"(?:y\s{0,3}[=:]?\s{0,3})?" + N,
        RegexOptions.IgnoreCase)]
    private static partial Regex Spans();

    // entries of a list one below the other, under the name of a box
    [GeneratedRegex(
        @"b?box(?:_2d)?[""']?\s{0,3}:\s{0,20}-\s{1,3}" + N + @"\s{0,20}-\s{1,3}" + N
        + @"\s{0,20}-\s{1,3}" + N + @"\s{0,20}-\s{1,3}" + N,
        RegexOptions.IgnoreCase)]
    private static partial Regex Listed();

    // nothing but four numbers, or two corners without brackets
    [GeneratedRegex(
        @"^\s*[(\[]?\s*" + N + @"[,;\s]\s*" + N + @"(?:[,;\s]|" + To + @")\s*" + N + @"[,;\s]\s*" + N + @"[)\]]?\s*\.?\s*$"
        + @"|(?<![0-9.,])" + N + @"[,;]\s?" + N + To + N + @"[,;]\s?" + N + @"(?![0-9,])",
        RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
