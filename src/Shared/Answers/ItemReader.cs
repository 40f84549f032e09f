using System.Globalization;
using System.Text.Json;

namespace Qwen.Shared.Answers;

/// <summary>Reads one finding from its JSON object. Keys are compared without regard to case.</summary>
internal static class ItemReader
{
    private static readonly string[] BoxKeys = ["bbox_2d", "bbox", "box_2d"];
    private static readonly string[] PointKeys = ["point_2d", "point"];
    private static readonly string[] LabelKeys = ["label", "text_content", "description", "name", "text"];

    /// <summary>Reads the object; null, noted in the log, where it has no coordinates.</summary>
    /// <param name="item">The object.</param>
    /// <param name="places">Where its values stand in the answer, by path; empty where that is not known.</param>
    /// <param name="log">Takes what was mended.</param>
    public static ParsedItem? Read(JsonElement item, IReadOnlyDictionary<string, Range> places, RepairLog log)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            log.Add(RepairLog.NoCoordinates);
            return null;
        }

        var coordinates = Find(item, BoxKeys, out var coordinatesKey);
        var wanted = 4;
        if (coordinatesKey is null)
        {
            coordinates = Find(item, PointKeys, out coordinatesKey);
            wanted = 2;
        }

        if (coordinatesKey is null || ReadNumbers(coordinates, log) is not { } numbers || numbers.Count != wanted)
        {
            log.Add(RepairLog.NoCoordinates);
            return null;
        }

        var label = Find(item, LabelKeys, out var labelKey);
        if (coordinatesKey is not ("bbox_2d" or "point_2d") || labelKey is not ("label" or "text_content" or null))
            log.Add(RepairLog.KeyAlias);
        return new ParsedItem(numbers, labelKey is null ? "" : ToText(label), ReadAttributes(item, coordinatesKey, labelKey))
        {
            Places =
            [
                .. places.Where(place => place.Key.StartsWith(coordinatesKey, StringComparison.Ordinal)).Select(place => place.Value)
            ],
            LabelPlace = labelKey is not null && places.TryGetValue(labelKey, out var labelPlace) ? labelPlace : null,
        };
    }

    /// <summary>A value as text: strings without the blanks around them, everything else as JSON.</summary>
    public static string ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    private static JsonElement Find(JsonElement item, string[] keys, out string? found)
    {
        foreach (var key in keys)
        {
            foreach (var property in item.EnumerateObject())
            {
                if (string.Equals(property.Name.Trim(), key, StringComparison.OrdinalIgnoreCase))
                {
                    found = property.Name;
                    return property.Value;
                }
            }
        }

        found = null;
        return default;
    }

    /// <summary>Numbers, numbers as text, or one text that holds several; null where anything else stands among them.</summary>
    private static List<double>? ReadNumbers(JsonElement value, RepairLog log)
    {
        var numbers = new List<double>();
        var elements = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        foreach (var element in elements)
        {
            if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number))
                numbers.Add(number);
            else if (element.ValueKind == JsonValueKind.String && AddNumbers(element.GetString()!, numbers))
                log.Add(RepairLog.NumberText);
            else
                return null;
        }

        return numbers;
    }

    private static bool AddNumbers(string text, List<double> numbers)
    {
        foreach (var part in text.Split([',', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                return false;
            numbers.Add(number);
        }

        return true;
    }

    private static IReadOnlyDictionary<string, string> ReadAttributes(JsonElement item, string coordinatesKey, string? labelKey)
    {
        Dictionary<string, string>? attributes = null;
        foreach (var property in item.EnumerateObject())
        {
            if (property.Name != coordinatesKey && property.Name != labelKey)
                (attributes ??= [])[property.Name.Trim()] = ToText(property.Value);
        }

        return attributes ?? ParsedItem.NoAttributes;
    }
}
