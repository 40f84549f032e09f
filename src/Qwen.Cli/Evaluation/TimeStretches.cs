using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen.Cli.Evaluation;

/// <summary>
/// Compares stretches of time in answers, as seconds (<c>2.0</c>) or clock times (<c>00:02.00</c>), pair by pair in order.
/// </summary>
/// <remarks>Pure and thread-safe.</remarks>
internal static partial class TimeStretches
{
    /// <summary>Sum of intersection over union, and how many stretches there should be or are, whichever is more.</summary>
    public static (double Overlap, int Of) Compare(string reference, string answer)
    {
        var (wanted, given) = (Read(reference), Read(answer));
        return (wanted.Zip(given).Sum(pair => Overlap(pair.First, pair.Second)), Math.Max(wanted.Count, given.Count));
    }

    private static double Overlap((double From, double Until) a, (double From, double Until) b)
    {
        var shared = Math.Min(a.Until, b.Until) - Math.Max(a.From, b.From);
        return shared > 0 ? shared / (Math.Max(a.Until, b.Until) - Math.Min(a.From, b.From)) : 0;
    }

    private static List<(double From, double Until)> Read(string text)
        => [.. Time().Matches(text).Select(match => match.Groups[1].Success
                ? Number(match.Groups[1]) * 60 + Number(match.Groups[2])
                : Number(match.Groups[3]))
            .Chunk(2).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1]))];

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([0-9]+):([0-9]+\.[0-9]+)|([0-9]+\.[0-9]+)")]
    private static partial Regex Time();
}
