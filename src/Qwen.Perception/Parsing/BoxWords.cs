using System.Globalization;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing;

/// <summary>Reads boxes and points that an answer names in words: "the cat is at (1, 2, 30, 40)", "from (1, 2) to (30, 40)".</summary>
internal static partial class BoxWords
{
    /// <summary>Most letters of a label in words.</summary>
    private const int Longest = 200;

    private const string N = @"(?<number>-?[0-9]{1,9}(?:\.[0-9]{1,9})?)\s{0,3}(?:px|pixels)?\s{0,3}";
    private const string Comma = @"[,，;]\s{0,3}";

    /// <summary>The findings; none where the words name no place.</summary>
    public static ParsedItems Parse(string answer)
    {
        var items = new List<ParsedItem>();
        var end = 0;
        var boxes = Box().Matches(answer).Where(box => !IsTwoPoints(answer, box)).ToList();
        foreach (var box in boxes)
        {
            items.Add(Item(box, Clean(answer[end..box.Index])));
            end = box.Index + box.Length;
        }

        if (items.Count == 0 && BoxPhrases.Find(answer) is { Count: > 0 } phrases)
        {
            foreach (var (phrase, numbers) in phrases)
            {
                items.Add(Item(phrase, Clean(answer[end..phrase.Index])) with { Numbers = numbers, Places = [] });
                end = phrase.Index + phrase.Length;
            }
        }

        if (items.Count == 0)
        {
            foreach (Match point in Point().Matches(answer))
            {
                items.Add(Item(point, Clean(answer[end..point.Index])));
                end = point.Index + point.Length;
            }
        }

        // the words may say more than where things are, for example how many
        var log = new RepairLog();
        if (items.Count > 0)
            log.Add(RepairLog.BoxesInWords);
        return new ParsedItems(items, items.Count > 0, answer, log);
    }

    /// <summary>The boxes written as phones write bounds, <c>[x1,y1][x2,y2]</c>; none where there are none.</summary>
    public static ParsedItems ParseBounds(string answer)
    {
        var log = new RepairLog();
        log.Add(RepairLog.Corners);
        var (items, end) = (new List<ParsedItem>(), 0);
        foreach (Match box in Bounds().Matches(answer))
        {
            items.Add(Item(box, Clean(answer[end..box.Index])));
            end = box.Index + box.Length;
        }

        return new ParsedItems(items, items.Count > 0, answer, log);
    }

    /// <summary>What words before a place say that is there.</summary>
    public static string Clean(string before)
    {
        var line = before.Length > Longest ? before[^Longest..] : before;
        line = line[(line.LastIndexOfAny(['\n', '.', ';', '。']) + 1)..];
        line = Marks().Replace(line, "");
        while (Idle().Match(line) is { Success: true, Length: > 0 } idle)
            line = line[..idle.Index];
        line = Lead().Replace(line, "");
        return line.Trim(' ', '\t', '\r', ',', ':', '：', '-', '*', '"', '\'', '`', '=', '(', '[', ')', ']');
    }

    // "at (1, 2) and (3, 4)" are two points, unless corners are spoken of
    private static bool IsTwoPoints(string answer, Match box)
    {
        if (!box.Groups["and"].Success)
            return false;
        var start = Math.Max(0, box.Index - 60);
        return !Corners().IsMatch(answer.AsSpan(start, box.Index - start));
    }

    private static ParsedItem Item(Match found, string label)
    {
        var numbers = found.Groups["number"].Captures;
        return new ParsedItem(
            [.. numbers.Select(number => double.Parse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture))],
            label, ParsedItem.NoAttributes)
        {
            Places = [.. numbers.Select(number => number.Index..(number.Index + number.Length))],
        };
    }

    [GeneratedRegex(
        @"[(\[（<]\s{0,3}" + N + Comma + N + Comma + N + Comma + N + @"\\?[)\]）>]"
        + @"|[(\[（]\s{0,3}" + N + Comma + N + @"[)\]）]\s{0,3}"
        + @"(?:[,;，]?\s{0,3}(?:-|–|—|→|->|to|bis|tot|till|do|hasta|fino a|até|jusqu'à|до|sampai|đến|ke|から|에서|부터|至|到|a|à)?"
        + @"|(?<and>,?\s{0,3}(?:and|und|et|y|e|和))"
        + @"|[,;]?\s{0,3}(?:(?:and|the|its|with|to|a|und)\s{1,3}){0,3}(?:(?:bottom|lower|unten)[ -]?(?:right|rechts)?|rechts[ -]unten)"
        + @"(?:\s{1,3}corner)?(?:\s{1,3}(?:is\s{1,3})?at|:|=)?|[,，]?\s{0,3}右下角?[:：]?)\s{0,3}[(\[（]\s{0,3}" + N + Comma + N + @"[)\]）]"
        + @"|\bx_?(?:1|min)\s{0,3}[=:]\s{0,3}" + N + @"[,;]?\s{0,3}y_?(?:1|min)\s{0,3}[=:]\s{0,3}" + N
        + @"[,;]?\s{0,3}x_?(?:2|max)\s{0,3}[=:]\s{0,3}" + N + @"[,;]?\s{0,3}y_?(?:2|max)\s{0,3}[=:]\s{0,3}" + N,
        RegexOptions.IgnoreCase)]
    private static partial Regex Box();

    [GeneratedRegex(
        @"[(（]\s{0,3}" + N + Comma + N + @"[)）]|\bx\s{0,3}[=:]\s{0,3}" + N + @"[,;]?\s{0,3}y\s{0,3}[=:]\s{0,3}" + N,
        RegexOptions.IgnoreCase)]
    private static partial Regex Point();

    [GeneratedRegex(@"(?:top|upper|oben|左上)[ -]?(?:left|links)?|corner|between|from|\bbox|rectangle|von|zwischen", RegexOptions.IgnoreCase)]
    private static partial Regex Corners();

    [GeneratedRegex(@"\[\s?" + N + Comma + N + @"\]\s?\[\s?" + N + Comma + N + @"\]")]
    private static partial Regex Bounds();

    [GeneratedRegex(@"<[^<>]{0,40}>|\*\*")]
    private static partial Regex Marks();

    [GeneratedRegex(
        @"[\s,:：=(\[-]*(?:(?<=[\s,:])(?:is|are|located|at|in|from|with|the|its|a|coordinates?|bounding|box(?:es)?|bbox|of|top|upper|left"
        + @"|corner|has|lies|found|can|be|position(?:ed)?|ist|bei|von|liegt)|[\s,:：=(\[-])$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Idle();

    [GeneratedRegex(
        @"^\s*(?:[-*•]|[0-9]{1,3}[.):])?\s*(?:(?:there\s+is|there\s+are|i\s+(?:see|found)|and|the|an|a|another|one|here|it)\b\s*){0,4}",
        RegexOptions.IgnoreCase)]
    private static partial Regex Lead();
}
