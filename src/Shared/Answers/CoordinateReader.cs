using System.Globalization;
using System.Text.Json;

namespace Qwen.Shared.Answers;

/// <summary>Reads the coordinates under a key: one list of numbers, several, corners, texts, an object of named sides.</summary>
internal static class CoordinateReader
{
    private static readonly char[] Between = [',', ';', ' ', '\t', '\r', '\n', '[', ']', '(', ')', '{', '}', '<', '>', '，', '（', '）'];

    /// <summary>The lists of numbers; none where anything else stands among them.</summary>
    /// <param name="value">What stands under the key.</param>
    /// <param name="arePoints">Whether pairs of numbers are points rather than corners of a box.</param>
    /// <param name="log">Takes what was mended.</param>
    public static IReadOnlyList<IReadOnlyList<double>> Read(JsonElement value, bool arePoints, RepairLog log)
    {
        if (value.ValueKind == JsonValueKind.Object)
            return NamedSides.Read(value, log) is { } sides ? [sides.Numbers] : [];
        if (value.ValueKind != JsonValueKind.Array
            || value.EnumerateArray().All(part => part.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)))
            return ReadOne(value, log) is { } numbers ? [numbers] : [];

        var lists = new List<IReadOnlyList<double>>();
        foreach (var part in value.EnumerateArray())
        {
            // lists within lists: [[[1, 2, 3, 4]]]
            if (part.ValueKind == JsonValueKind.Array && part.EnumerateArray().Any(inner => inner.ValueKind == JsonValueKind.Array))
                lists.AddRange(Read(part, arePoints, log));
            else if (part.ValueKind == JsonValueKind.Object && NamedSides.Read(part, log) is { } corner)
                lists.Add(corner.Numbers);
            else if (ReadOne(part, log) is { } numbers)
                lists.Add(numbers);
            else
                log.Add(RepairLog.NoCoordinates);
        }

        if (lists.Count > 0)
            log.Add(RepairLog.Nested);

        // [[x1, y1], [x2, y2]] are two corners, more of them those of a shape
        if (arePoints || lists.Count < 2 || lists.Exists(list => list.Count != 2))
            return lists;
        if (lists.Count == 2)
            log.Add(RepairLog.Corners);
        return [[.. lists.SelectMany(list => list)]];
    }

    /// <summary>Numbers, numbers as text, or one text that holds several; null where anything else stands among them.</summary>
    private static List<double>? ReadOne(JsonElement value, RepairLog log)
    {
        var numbers = new List<double>();
        var elements = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        foreach (var element in elements)
        {
            if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number))
                numbers.Add(number);
            else if (element.ValueKind == JsonValueKind.String && AddNumbers(element.GetString()!, numbers, log))
                log.Add(RepairLog.NumberText);
            else
                return null;
        }

        return numbers;
    }

    private static bool AddNumbers(string text, List<double> numbers, RepairLog log)
    {
        foreach (var part in text.Split(Between, StringSplitOptions.RemoveEmptyEntries))
        {
            var isPercent = part.EndsWith('%');
            var digits = isPercent ? part[..^1] : part.EndsWith("px", StringComparison.Ordinal) ? part[..^2] : part;
            if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                return false;
            if (isPercent)
                log.Add(RepairLog.Percents);
            numbers.Add(isPercent ? number / 100 : number);
        }

        return true;
    }
}
