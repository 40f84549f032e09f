using System.Globalization;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing;

/// <summary>
/// Reads boxes and points between the marks of the model family: <c>&lt;|box_start|&gt;(x1,y1),(x2,y2)&lt;|box_end|&gt;</c>, with what
/// it is between marks of its own before it, and the older <c>&lt;ref&gt;…&lt;/ref&gt;&lt;box&gt;…&lt;/box&gt;</c>.
/// </summary>
internal static partial class BoxMarks
{
    /// <summary>Whether an answer has such marks.</summary>
    public static bool IsMatch(string answer) => answer.Contains('<', StringComparison.Ordinal) && Finding().IsMatch(answer);

    /// <summary>The findings. Never throws: what cannot be read is left out and noted.</summary>
    public static ParsedItems Parse(string answer)
    {
        var log = new RepairLog();
        log.Add(RepairLog.BoxTokens);
        var items = new List<ParsedItem>();
        var (label, end) = ("", 0);
        foreach (Match mark in Finding().Matches(answer))
        {
            // one label may stand before several boxes; without marks it is what stands before on its line
            var before = answer[end..mark.Index];
            if (Label().Matches(before).LastOrDefault() is { } marked)
                label = marked.Groups["label"].Value.Trim();
            else if (BoxWords.Clean(before) is { Length: > 0 } words)
                label = words;
            end = mark.Index + mark.Length;

            var numbers = Number().Matches(mark.Groups["inside"].Value)
                .Select(number => (at: mark.Groups["inside"].Index + number.Index, number.Length,
                    value: double.Parse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture)))
                .ToArray();
            var isPoint = mark.Value.StartsWith("<|point", StringComparison.OrdinalIgnoreCase)
                || mark.Value.StartsWith("<point", StringComparison.OrdinalIgnoreCase);
            var size = isPoint || numbers.Length == 2 ? 2 : 4;
            if (numbers.Length == 8)
            {
                log.Add(RepairLog.Quadrangle);
                var (across, down) = (numbers.Where((_, i) => i % 2 == 0), numbers.Where((_, i) => i % 2 == 1));
                items.Add(new ParsedItem(
                    [across.Min(n => n.value), down.Min(n => n.value), across.Max(n => n.value), down.Max(n => n.value)],
                    label, ParsedItem.NoAttributes));
                continue;
            }

            if (numbers.Length == 0 || numbers.Length % size != 0)
            {
                log.Add(RepairLog.NoCoordinates);
                continue;
            }

            foreach (var part in numbers.Chunk(size))
                items.Add(new ParsedItem([.. part.Select(n => n.value)], label, ParsedItem.NoAttributes)
                {
                    Places = [.. part.Select(n => n.at..(n.at + n.Length))],
                });
        }

        return new ParsedItems(items, true, answer[end..], log);
    }

    [GeneratedRegex(
        @"<\|?(?:b?box(?:_2d)?|quad|point)(?:_start)?\|?>(?<inside>[-0-9.,，;()\[\]\s]{1,400})"
        + @"(?:<\|?/?(?:b?box(?:_2d)?|quad|point)(?:_end)?\|?>|$)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Finding();

    [GeneratedRegex(
        @"<\|?(?:object_ref_start|ref|object)\|?>(?<label>[^<]{0,2000})<\|?/?(?:object_ref_end|ref|object)\|?>",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex(@"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")]
    private static partial Regex Number();
}
