using System.Text.Json;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Videos.Parsing;

/// <summary>
/// Reads moments in every form that a model uses: JSON with start and end or with a range, lists of pairs, and lines or sentences
/// such as "happens in 64.0 - 72.0 seconds".
/// </summary>
internal static partial class MomentParser
{
    public const string SingleTime = "A time without an end was taken as a moment.";
    public const string NoTimes = "Left out entries without readable times.";

    // of a line without end, what stands this near to a time is read as its description
    private const int LongestText = 1000;

    private static readonly string[] StartKeys =
    [
        "start_time", "start", "starttime", "start_timestamp", "begin", "begin_time", "from", "开始时间", "开始"
    ];
    private static readonly string[] EndKeys = ["end_time", "end", "endtime", "end_timestamp", "to", "until", "结束时间", "结束"];
    private static readonly string[] RangeKeys =
    [
        "time", "timestamp", "timestamps", "time_range", "range", "interval", "segment", "时间", "时间段"
    ];
    private static readonly string[] TextKeys =
    [
        "description", "event", "caption", "text", "text_content", "label", "content", "name", "描述", "事件", "内容"
    ];

    /// <summary>Reads an answer. Never throws: what cannot be read is left out and noted.</summary>
    public static ParsedMoments Parse(string answer)
    {
        var json = AnswerJson.Find(answer);
        var items = json.Items().ToList();
        var moments = new List<ParsedMoment>();
        if (items is [{ ValueKind: JsonValueKind.Number } start, { ValueKind: JsonValueKind.Number } end])
            moments.Add(new ParsedMoment(start.GetDouble(), end.GetDouble(), ""));
        else
        {
            foreach (var item in items.SelectMany(Unwrap))
            {
                if (Read(item, json.Repairs) is { } moment)
                    moments.Add(moment);
            }
        }

        if (moments.Count > 0 || (items.Count == 0 && json.Values.Count > 0))
            return new ParsedMoments(moments, json.Repairs);
        var log = new RepairLog();
        return new ParsedMoments(ReadProse(answer, log), items.Count > 0 && log.Sentences.Count == 0 ? json.Repairs : log);
    }

    /// <summary>The list in an object such as <c>{"events": [...]}</c>; else the item itself.</summary>
    private static IEnumerable<JsonElement> Unwrap(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.Object && !IsMoment(item))
        {
            foreach (var member in item.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Array
                    && member.Value.EnumerateArray().Any(e => e.ValueKind == JsonValueKind.Object))
                    return member.Value.EnumerateArray();
            }
        }

        return [item];
    }

    private static bool IsMoment(JsonElement item) => Find(item, StartKeys) is not null || Find(item, RangeKeys) is not null;

    private static ParsedMoment? Read(JsonElement item, RepairLog log)
    {
        if (item.ValueKind == JsonValueKind.Array)
            return ReadRange(item, "", log);
        if (item.ValueKind != JsonValueKind.Object)
            return null;
        var text = Find(item, TextKeys) is { } words ? ItemReader.ToText(words) : "";
        if (Find(item, StartKeys) is { } from && ReadTime(from) is { } start)
        {
            var end = Find(item, EndKeys) is { } to ? ReadTime(to) : null;
            if (end is null)
                log.Add(SingleTime);
            return new ParsedMoment(start, end ?? start, text);
        }

        if (Find(item, RangeKeys) is { } range)
            return ReadRange(range, text, log);
        log.Add(NoTimes);
        return null;
    }

    private static ParsedMoment? ReadRange(JsonElement range, string text, RepairLog log)
    {
        if (range.ValueKind == JsonValueKind.Array && range.GetArrayLength() == 2 && ReadTime(range[0]) is { } start
            && ReadTime(range[1]) is { } end)
            return new ParsedMoment(start, end, text);
        if (range.ValueKind == JsonValueKind.String && ReadProse(range.GetString()!, log) is [var found, ..])
            return found with { Text = text };
        if (ReadTime(range) is { } time)
        {
            log.Add(SingleTime);
            return new ParsedMoment(time, time, text);
        }

        log.Add(NoTimes);
        return null;
    }

    private static double? ReadTime(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        JsonValueKind.String when TimeReader.TryRead(value.GetString()!, out var seconds) => seconds,
        _ => null,
    };

    private static JsonElement? Find(JsonElement item, string[] keys)
    {
        foreach (var member in item.EnumerateObject())
        {
            if (keys.Contains(member.Name.Trim().Replace(' ', '_'), StringComparer.OrdinalIgnoreCase))
                return member.Value;
        }

        return null;
    }

    /// <summary>Ranges in sentences and lists, one or more on a line; single times only where there is no range at all.</summary>
    private static List<ParsedMoment> ReadProse(string answer, RepairLog log)
    {
        List<ParsedMoment> ranges = [], bare = [], singles = [];
        foreach (var line in answer.Split('\n'))
        {
            var times = TimeReader.FindAll(line);
            var isDenied = times.Count > 0 && Denial().IsMatch(line);
            for (var i = 0; i < times.Count; i++)
            {
                if (i + 1 < times.Count && IsRange(line, times[i], times[i + 1]))
                {
                    var (first, second) = (times[i], times[++i]);
                    var text = Describe(line, first.Start, second.End);
                    (first.IsCertain || second.IsCertain ? ranges : bare).Add(new ParsedMoment(first.Seconds, second.Seconds, text));
                }
                else if (times[i].IsCertain && !isDenied)
                {
                    singles.Add(new ParsedMoment(times[i].Seconds, times[i].Seconds, Describe(line, times[i].Start, times[i].End)));
                }
            }
        }

        if (ranges.Count > 0)
            return ranges;
        if (bare.Count > 0 && OnlyRanges().IsMatch(answer))
            return bare;
        if (singles.Count > 0)
            log.Add(SingleTime);
        return singles;
    }

    private static bool IsRange(string line, ParsedTime first, ParsedTime second)
    {
        var between = line.AsSpan(first.End, second.Start - first.End);
        return Separator().IsMatch(between)
            || (And().IsMatch(between) && line.AsSpan(0, first.Start).TrimEnd().EndsWith("between", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What a line says besides its times.</summary>
    private static string Describe(string line, int start, int end)
    {
        var after = Frame().Replace(line[end..Math.Min(line.Length, end + LongestText)], "");
        var before = line[Math.Max(0, start - LongestText)..start];
        if (start <= LongestText)
            before = ListMark().Replace(before, "");
        return (after.Length > 0 ? after : Frame().Replace(before, "")).Trim();
    }

    [GeneratedRegex(
        @"^[\s""'*\]\)]{0,4}(?:-{1,2}>?|[–—~|,，→]|to|until|till|through|到|至|(?:and|,|"
        + @"then)?\s?(?:it\s)?(?:ends?|lasts|continues|finish(?:es)?|stops?)\s(?:at|until|till|to|around))"
        + @"\s{0,3}(?:about|around|the|第)?[\s""'*\[\(]{0,4}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^\s+and\s+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex And();

    // nothing of the first part is given back: with two parts that match the same, a long answer would take its length squared
    [GeneratedRegex(@"^(?>[\s\d.,;:\-–—~\[\]()*`|]*)(?:to|到|至)?[\s\d.,;:\-–—~\[\]()*`|]*$", RegexOptions.CultureInvariant)]
    private static partial Regex OnlyRanges();

    [GeneratedRegex(@"\b(?:not|never|no|cannot|isn't|doesn't)\b|没有|未|不", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Denial();

    [GeneratedRegex(@"^[\s\])}*`|:：,，.。;\-–—]+|[\s*`|]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^\s*(?:[-*•]|\d{1,3}[.)、])?[\s*\[(`|]*", RegexOptions.CultureInvariant)]
    private static partial Regex ListMark();
}
