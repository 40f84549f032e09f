using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing;

/// <summary>Reads boxes and points in every form that the model uses: JSON, <c>&lt;points&gt;</c> elements, lines of plain text.</summary>
internal static partial class ItemParser
{
    /// <summary>Reads an answer. Never throws: what cannot be read is left out and noted.</summary>
    public static ParsedItems Parse(string answer)
    {
        answer = Thought.Blank(answer);
        var found = ParseAsWritten(answer);
        if (found.Items.Count > 0)
            return found;
        if (BoxTable.Parse(answer) is { } table)
            return table;

        // wide digits and brackets: one letter for one, so that places stay
        return WideDigits().IsMatch(answer) && ParseAsWritten(Narrow(answer)) is { Items.Count: > 0 } narrow
            ? narrow
            : found;
    }

    private static string Narrow(string text) =>
        string.Create(text.Length, text, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = text[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(text[i] - 0xFEE0) : text[i];
        });

    private static ParsedItems ParseAsWritten(string answer)
    {
        // most answers have no mark at all, and making the expressions takes longer than all else here
        if (answer.Contains('<', StringComparison.Ordinal) && PointElement().IsMatch(answer))
            return ParsePointElements(answer);
        if (BoxMarks.IsMatch(answer))
            return BoxMarks.Parse(answer);
        if (!answer.Contains('{', StringComparison.Ordinal) && BoxWords.ParseBounds(answer) is { Items.Count: > 0 } bounds)
            return bounds;

        var json = AnswerJson.Find(answer);
        var items = new List<ParsedItem>();
        var places = new PlaceFinder(answer);
        foreach (var value in json.Values)
        {
            // entries of a list are found one by one; a list of bare numbers is a finding itself
            var entries = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(IsEntry) ? [.. value.EnumerateArray()]
                : (JsonElement[])[value];
            foreach (var entry in entries)
                items.AddRange(ItemReader.Read(entry, places.Find(entry), json.Repairs));
        }

        if (items.Count == 0 && ParsePlainBoxes(answer) is { Items.Count: > 0 } plain)
            return plain;
        if (items.Count == 0 && BoxWords.Parse(answer) is { Items.Count: > 0 } words)
            return words;
        return new ParsedItems(items, json.Values.Count > 0, json.Rest, json.Repairs);
    }

    private static bool IsEntry(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    /// <summary>
    /// <c>&lt;points x1="…" y1="…" x2="…" y2="…" alt="…"&gt;…&lt;/points&gt;</c>: every pair is a point of its own.
    /// </summary>
    private static ParsedItems ParsePointElements(string answer)
    {
        var items = new List<ParsedItem>();
        var log = new RepairLog();
        var end = 0;
        foreach (Match element in PointElement().Matches(answer))
        {
            end = element.Index + element.Length;
            var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            var places = new Dictionary<string, Range>(StringComparer.OrdinalIgnoreCase);
            foreach (Match attribute in XmlAttribute().Matches(element.Groups["attributes"].Value))
            {
                var written = attribute.Groups["value"];
                attributes.TryAdd(attribute.Groups["name"].Value, WebUtility.HtmlDecode(written.Value));
                places.TryAdd(attribute.Groups["name"].Value, PlaceOf(written, element.Groups["attributes"].Index));
            }

            var label = WebUtility.HtmlDecode(element.Groups["content"].Value).Trim();
            if (label.Length == 0)
                label = attributes.GetValueOrDefault("alt", "").Trim();
            var before = items.Count;
            foreach (var (name, value) in attributes)
            {
                if (name[0] is 'x' or 'X' && attributes.TryGetValue("y" + name[1..], out var other)
                    && TryParse(value, out var x) && TryParse(other, out var y))
                    items.Add(new ParsedItem([x, y], label, ParsedItem.NoAttributes) { Places = [places[name], places["y" + name[1..]]] });
            }

            if (items.Count == before)
                log.Add(RepairLog.NoCoordinates);
        }

        return new ParsedItems(items, true, answer[end..], log);
    }

    /// <summary>One line for each object: <c>x1,y1,x2,y2 label</c>.</summary>
    private static ParsedItems ParsePlainBoxes(string answer)
    {
        var items = new List<ParsedItem>();
        foreach (Match line in PlainBox().Matches(answer))
        {
            double[] numbers = [.. line.Groups["number"].Captures.Select(c => TryParse(c.Value, out var number) ? number : double.NaN)];
            if (!numbers.All(double.IsFinite))
                continue;
            items.Add(new ParsedItem(numbers, line.Groups["label"].Value.Trim(), ParsedItem.NoAttributes)
            {
                Places = [.. line.Groups["number"].Captures.Select(capture => PlaceOf(capture))],
                LabelPlace = PlaceOf(line.Groups["label"]),
            });
        }

        return new ParsedItems(items, items.Count > 0, "", new RepairLog());
    }

    private static Range PlaceOf(Capture capture, int offset = 0) => (offset + capture.Index)..(offset + capture.Index + capture.Length);

    private static bool TryParse(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    [GeneratedRegex(
        """<points?\s(?<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>(?:(?<content>[^<]*)</points?>)?""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex PointElement();

    [GeneratedRegex("""(?<name>[A-Za-z]+[0-9]*)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'>]+))""")]
    private static partial Regex XmlAttribute();

    [GeneratedRegex(@"[\uFF08\uFF3B\uFF10-\uFF19]")]
    private static partial Regex WideDigits();

    [GeneratedRegex(
        @"^[ \t\-*(\[]*(?:(?<number>-?[0-9]+(?:\.[0-9]+)?)\s*[,，]\s*){3}(?<number>-?[0-9]+(?:\.[0-9]+)?)(?![0-9.%])"
        + @"(?>[)\]]?[ \t,:：]*)(?<label>(?![-0-9.,]+\r?$|[(\[]\s*-?[0-9])[^\r\n]*)$",
        RegexOptions.Multiline)]
    private static partial Regex PlainBox();
}
