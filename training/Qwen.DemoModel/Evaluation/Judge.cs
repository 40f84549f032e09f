using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Qwen.Cli.Evaluation;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;

namespace Qwen.DemoModel.Evaluation;

/// <summary>
/// Scores answers against what was drawn. An answer that cannot be read scores nothing; it is never an error. Pictures that the
/// model saw smaller than they are have their coordinates scaled back first.
/// </summary>
internal static partial class Judge
{
    private const double NeededOverlap = 0.5;

    /// <summary>What an answer scores, and out of how much: sums of both over all cases give the figure.</summary>
    /// <param name="question">The question with its perfect answer.</param>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="across">Source width / width that the model saw.</param>
    /// <param name="down">Source height / height that the model saw.</param>
    public static (double Points, double Of) Score(Question question, string answer, double across, double down) => question.Kind switch
    {
        "box" => (Boxes(question.AnswerText, answer, across, down) == (1, 1, 1) ? 1 : 0, 1),
        "boxes" => Boxes(question.AnswerText, answer, across, down) is var (right, wanted, given) && right == wanted && given == wanted
            ? (1, 1)
            : (0, 1),
        "spot" => Boxes(question.AnswerText, answer, across, down) is var (right, wanted, given) ? (2 * right, wanted + given) : default,
        "absent" => (ListOf(answer) == "[]" ? 1 : 0, 1),
        "point" or "tap" => (Point(answer) is { } point && question.Target!.Box.Contains(point.X * across, point.Y * down) ? 1 : 0, 1),
        "count" => (Number().Match(answer).Value == Number().Match(question.AnswerText).Value ? 1 : 0, 1),
        "function" => (FunctionName().Match(answer).Value == FunctionName().Match(question.AnswerText).Value ? 1 : 0, 1),
        "call" => (IsSameCall(question.AnswerText, answer) ? 1 : 0, 1),
        "action" => (ActionName().Match(answer).Value == ActionName().Match(question.AnswerText).Value ? 1 : 0, 1),
        "read" => (PageBlocks.EditDistance(question.AnswerText, answer), question.AnswerText.Length),
        "fields" => Fields(question.AnswerText, answer),
        "page" => PageBlocks.Compare(question.AnswerText, answer, across, down),
        "table" => Cells(question.AnswerText, answer),
        "moment" or "events" => TimeStretches.Compare(question.AnswerText, answer),
        _ => (answer.Trim() == question.AnswerText ? 1 : 0, 1),
    };

    // name and arguments equal, in whatever order
    private static bool IsSameCall(string reference, string answer)
        => CallOf(answer) is { } given && JsonNode.DeepEquals(CallOf(reference), given);

    private static JsonNode? CallOf(string text)
    {
        try
        {
            return text.IndexOf('{', StringComparison.Ordinal) is >= 0 and var from && text.LastIndexOf('}') is var to && to > from
                ? JsonNode.Parse(text[from..(to + 1)])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // boxes with the right label or text that overlap: right, wanted, given
    private static (int Right, int Wanted, int Given) Boxes(string reference, string answer, double across, double down)
    {
        var wanted = Labelled().Matches(reference).Select(match => (Box: ToBox(match, 1, 1), Label: match.Groups[5].Value)).ToList();
        var given = Labelled().Matches(answer).Select(match => (Box: ToBox(match, across, down), Label: match.Groups[5].Value)).ToList();
        var free = given.ToList();
        var right = 0;
        foreach (var (box, label) in wanted)
        {
            var found = free.FindIndex(other => other.Label == label && other.Box.Overlap(box) >= NeededOverlap);
            if (found < 0)
                continue;
            free.RemoveAt(found);
            right++;
        }

        return (right, wanted.Count, given.Count);
    }

    private static (double Points, double Of) Fields(string reference, string answer)
    {
        var given = Field().Matches(answer).Select(match => match.Value).ToHashSet();
        var wanted = Field().Matches(reference).Select(match => match.Value).ToList();
        return (wanted.Count(given.Contains), wanted.Count);
    }

    // cells that stand in their place with their text, out of those that are wanted or given
    private static (double Points, double Of) Cells(string reference, string answer)
    {
        var (wanted, given) = (CellsOf(reference), CellsOf(answer));
        return (wanted.Count(cell => given.GetValueOrDefault(cell.Key) == cell.Value), Math.Max(wanted.Count, given.Count));
    }

    private static Dictionary<(int Row, int Column), string> CellsOf(string html) => html.Split("<tr>").Skip(1)
        .SelectMany((row, r) => Cell().Matches(row).Select((cell, c) => KeyValuePair.Create((r, c), cell.Groups[1].Value)))
        .ToDictionary();

    private static (int X, int Y)? Point(string answer)
        => PointNumbers().Match(answer) is { Success: true } match ? (Whole(match, 1), Whole(match, 2)) : null;

    private static string ListOf(string answer) =>
        answer.Replace("```json", "", StringComparison.Ordinal).Replace("```", "", StringComparison.Ordinal).Trim();

    private static Box ToBox(Match match, double across, double down, int first = 1)
        => new Box(Whole(match, first), Whole(match, first + 1), Whole(match, first + 2), Whole(match, first + 3)).Scaled(across, down);

    private static int Whole(Match match, int group) =>
        int.TryParse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture, out var number) ? number : -1;

    [GeneratedRegex("""\{"bbox_2d": \[(\d+), (\d+), (\d+), (\d+)\], "(?:label|text_content)": "((?:[^"\\]|\\.)*)"\}""")]
    private static partial Regex Labelled();

    [GeneratedRegex("""(?:point_2d|coordinate)": \[(\d+), (\d+)\]""")]
    private static partial Regex PointNumbers();

    [GeneratedRegex("<t[dh]>(.*?)</t[dh]>")]
    private static partial Regex Cell();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex("""(?<=\{"name": ")[^"]+""")]
    private static partial Regex FunctionName();

    [GeneratedRegex("""(?<="action": ")[a-z_]+""")]
    private static partial Regex ActionName();

    [GeneratedRegex("""    "\w+": "(?:[^"\\]|\\.)*"(?=,?\n)""")]
    private static partial Regex Field();
}
