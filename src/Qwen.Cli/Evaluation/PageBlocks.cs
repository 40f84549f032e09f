using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen.Cli.Evaluation;

/// <summary>
/// Compares pages in QwenVL HTML block by block, in order: a block is right with the right tag, a box that overlaps by half, and at
/// most one wrong character in ten.
/// </summary>
/// <remarks>Pure and thread-safe.</remarks>
internal static partial class PageBlocks
{
    private const double NeededOverlap = 0.5, AllowedErrors = 0.1;

    /// <summary>Right blocks, and how many there should be or are, whichever is more.</summary>
    /// <param name="reference">The perfect page.</param>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="across">Factor that brings the answer's x coordinates to the reference's.</param>
    /// <param name="down">The same for y.</param>
    public static (int Right, int Of) Compare(string reference, string answer, double across = 1, double down = 1)
    {
        List<Match> wanted = [.. Block().Matches(reference).Cast<Match>()], given = [.. Block().Matches(answer).Cast<Match>()];
        var right = wanted.Zip(given).Count(pair => pair.First.Groups[1].Value == pair.Second.Groups[1].Value
            && ToBox(pair.First, 1, 1).Overlap(ToBox(pair.Second, across, down)) >= NeededOverlap
            && EditDistance(pair.First.Groups[6].Value, pair.Second.Groups[6].Value) <= AllowedErrors * pair.First.Groups[6].Length);
        return (right, Math.Max(wanted.Count, given.Count));
    }

    /// <summary>Insertions, deletions and exchanges that turn one text into the other.</summary>
    public static int EditDistance(string first, string second)
    {
        var previous = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var current = new int[second.Length + 1];
            current[0] = i;
            for (var j = 1; j <= second.Length; j++)
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[^1];
    }

    private static LabelledBox ToBox(Match match, double across, double down)
        => new([Number(match, 2) * across, Number(match, 3) * down, Number(match, 4) * across, Number(match, 5) * down], "");

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("""<(h1|h2|p|table) data-bbox="([0-9]+) ([0-9]+) ([0-9]+) ([0-9]+)">(.*?)</\1>""")]
    private static partial Regex Block();
}
