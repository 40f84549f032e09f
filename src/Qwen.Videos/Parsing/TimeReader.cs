using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen.Videos.Parsing;

/// <summary>
/// Finds times in text: <c>64</c>, <c>64.0s</c>, <c>28 seconds</c>, <c>2 min 5 s</c>, <c>2分5秒</c>, <c>mm:ss</c>, <c>mm:ss.ff</c>
/// (hundredths), <c>HH:mm:ss</c>, <c>HH:mm:ss.ff</c>.
/// </summary>
internal static partial class TimeReader
{
    /// <summary>All times in their order; numbers without unit are among them.</summary>
    public static List<ParsedTime> FindAll(string text)
    {
        var times = new List<ParsedTime>();
        foreach (Match match in Time().Matches(text))
        {
            double seconds = 0;
            foreach (Capture part in match.Groups["clock"].Captures)
                seconds = seconds * 60 + Number(part.Value);
            seconds += 3600 * Sum(match, "h") + 60 * Sum(match, "m") + Sum(match, "s") + Sum(match, "bare");
            times.Add(new ParsedTime(seconds, !match.Groups["bare"].Success, match.Index, match.Index + match.Length));
        }

        // "from 1 to 2 minutes": the unit of the second number is that of the first
        for (var i = 0; i + 1 < times.Count; i++)
        {
            if (!times[i].IsCertain && times[i + 1].IsCertain
                && Minutes().IsMatch(text.AsSpan(times[i + 1].Start, times[i + 1].End - times[i + 1].Start)))
                times[i] = times[i] with { Seconds = times[i].Seconds * 60 };
        }

        return times;
    }

    /// <summary>Reads a text that is a time and nothing else.</summary>
    public static bool TryRead(string text, out double seconds)
    {
        seconds = 0;
        if (FindAll(text) is not [var time]
            || text.Length - (time.End - time.Start) != text.Count(c => char.IsWhiteSpace(c) || c is '"' or '[' or ']'))
            return false;
        seconds = time.Seconds;
        return true;
    }

    private static double Sum(Match match, string group) => match.Groups[group] is { Success: true } found ? Number(found.Value) : 0;

    private static double Number(string text) => double.Parse(text.Replace(',', '.'), CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"(?<![\d.])(?:"
        + @"(?:(?<clock>\d{1,4})[:：]){1,2}(?<clock>\d{1,2}(?:[.,]\d{1,6})?)"
        + @"|(?:(?<h>\d{1,4})\s?(?:h|hrs?|hours?|小时)\s?)?(?:(?<m>\d{1,5}(?:\.\d{1,6})?)\s?(?:m|min|mins|minutes?|分钟|分)\s?(?:and\s)?)?"
        + @"(?<s>\d{1,7}(?:\.\d{1,6})?)\s?(?:seconds?|secs?|s|秒钟?)(?![A-Za-z])"
        + @"|(?<m>\d{1,5}(?:\.\d{1,6})?)[\s-]?(?:minutes?|mins?|分钟|分)(?![A-Za-z])"
        + @"|(?<bare>\d{1,7}(?:\.\d{1,6})?))(?![\d:])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"^[\d.\s-]+(?:m|分)[^\d]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Minutes();
}
