using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen.Cli.Evaluation;

/// <summary>
/// Says whether an answer is right. Boxes: as many as wanted, in the wanted order, each with IoU of at least 0.5 and the
/// wanted label; points and taps: inside the object asked for; actions: the right one; pages: four blocks in five; event lists:
/// stretches of time with a mean IoU of at least 0.8; texts, counts, fields and single moments: equal.
/// </summary>
/// <remarks>Pure and thread-safe. An answer that cannot be read is wrong, never an error.</remarks>
internal static partial class CaseJudge
{
    private const double NeededOverlap = 0.5, NeededBlocks = 0.8, NeededTime = 0.8;

    /// <summary>Judges an answer by the kind of its case.</summary>
    public static bool IsRight(EvaluationCase question, string answer) => question.Kind switch
    {
        "box1" or "boxn" or "absent" or "spot" => BoxesMatch(question.Reference, answer),
        "point1" or "tap" => PointIsInside(question, answer),
        "action" =>
            ActionPattern().Match(answer) is { Success: true } action && action.Value == ActionPattern().Match(question.Reference).Value,
        "page" => PageBlocks.Compare(question.Reference, answer) is var (right, blocks) && right >= NeededBlocks * blocks,
        "events" => TimeStretches.Compare(question.Reference, answer) is var (overlap, events) && overlap >= NeededTime * events,
        _ => string.Equals(question.Reference, answer, StringComparison.Ordinal),
    };

    private static bool BoxesMatch(string reference, string answer)
    {
        var wanted = LabelledBox.ParseList(reference);
        var given = LabelledBox.ParseList(answer);
        return wanted is not null && given is not null && wanted.Count == given.Count
            && wanted.Zip(given).All(pair => pair.First.Overlap(pair.Second) >= NeededOverlap && pair.First.Label == pair.Second.Label);
    }

    private static bool PointIsInside(EvaluationCase question, string answer)
    {
        if (FirstPoint(question.Reference) is not { } wanted || FirstPoint(answer) is not { } given)
            return false;

        // the reference aims at a centre: that names the object, whatever the question calls it
        var target = question.Truth.Objects.FirstOrDefault(o => o.Centre[0] == wanted.X && o.Centre[1] == wanted.Y);
        return target is not null
            && given.X >= target.Box[0] && given.X <= target.Box[2]
            && given.Y >= target.Box[1] && given.Y <= target.Box[3];
    }

    private static (int X, int Y)? FirstPoint(string answer)
        => PointPattern().Match(answer) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var x)
            && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
            ? (x, y)
            : null;

    [GeneratedRegex("""(?<="action": ?")[a-z_]+""")]
    private static partial Regex ActionPattern();

    [GeneratedRegex("""(?:point_2d|coordinate)":\s*\[\s*([0-9]+),\s*([0-9]+)\s*\]""")]
    private static partial Regex PointPattern();
}
