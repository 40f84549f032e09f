using System.Text.Json;

namespace Qwen.Shared.Answers;

/// <summary>Reads findings from the JSON of an answer, however nested. Keys are compared without regard to case.</summary>
/// <param name="log">Takes what was mended.</param>
internal sealed class ItemReader(RepairLog log)
{
    private const int MaxDepth = 16;

    private static readonly string[] BoxKeys =
        [
            "bbox_2d", "bbox", "box_2d", "bounding_box", "boundingbox", "box", "bboxes", "boxes", "bounding_boxes", "bbox_2ds", "rect",
            "bounds", "polygon", "vertices", "quad", "contour",
        ];

    private static readonly string[] PointKeys = ["point_2d", "point", "points", "coordinate", "coordinates", "position"];
    private static readonly string[] LabelKeys =
        ["label", "text_content", "description", "name", "text", "class", "object", "category", "type", "title"];

    // names of what holds findings, which are no labels of theirs
    private static readonly HashSet<string> Wrappers = new(StringComparer.OrdinalIgnoreCase)
    {
        "objects", "items", "result", "results", "detections", "predictions", "annotations", "data", "answer", "answers", "elements",
        "instances", "output", "outputs", "response", "findings", "regions", "shapes", "list", "found", "detected_objects", "image",
        "images", "content", "labels", "entities",
    };

    private readonly List<ParsedItem> items = [];

    /// <summary>The findings in one value of an answer.</summary>
    /// <param name="value">An object, a list, a list of lists.</param>
    /// <param name="places">Where its single values stand in the answer, by path; empty where that is not known.</param>
    /// <param name="log">Takes what was mended, and that an entry has no coordinates.</param>
    public static IReadOnlyList<ParsedItem> Read(JsonElement value, IReadOnlyDictionary<string, Range> places, RepairLog log)
    {
        var reader = new ItemReader(log);
        reader.Walk(value, "", "", places, 0);
        return reader.items;
    }

    /// <summary>A value as text: strings without the blanks around them, everything else as JSON.</summary>
    public static string ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    private void Walk(JsonElement value, string label, string path, IReadOnlyDictionary<string, Range> places, int depth)
    {
        if (depth > MaxDepth)
            log.Add(RepairLog.NoCoordinates);
        else if (value.ValueKind == JsonValueKind.Object)
            WalkObject(value, label, path, places, depth);
        else if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
            WalkList(value, label, path, places, depth);
        else if (value.ValueKind != JsonValueKind.Array)
            log.Add(RepairLog.NoCoordinates);
    }

    private void WalkObject(JsonElement item, string label, string path, IReadOnlyDictionary<string, Range> places, int depth)
    {
        var coordinates = Find(item, BoxKeys, out var key);
        if (key is null)
            coordinates = Find(item, PointKeys, out key);
        var isPoint = key is not null && Array.Exists(PointKeys, point => point.Equals(key.Trim(), StringComparison.OrdinalIgnoreCase));
        var sides = key is null ? NamedSides.Read(item, log) : null;
        if (sides is null && (key is null || HoldsFindings(coordinates)))
        {
            Unwrap(item, label, path, places, depth);
            return;
        }

        var written = Find(item, LabelKeys, out var labelKey);
        if (key is not (null or "bbox_2d" or "point_2d") || labelKey is not ("label" or "text_content" or null))
            log.Add(RepairLog.KeyAlias);
        var attributes = ReadAttributes(item, key, labelKey, sides);
        var text = labelKey is null ? label : ToText(written);
        Range? labelPlace = labelKey is not null && places.TryGetValue(Join(path, labelKey), out var place) ? place : null;
        var lists = sides is null ? CoordinateReader.Read(coordinates, isPoint, log) : [sides.Numbers];
        var (before, at) = (items.Count, key is null ? path : Join(path, key));
        foreach (var numbers in lists)
        {
            // four numbers are a box under any key
            var wanted = (isPoint || key is null) && numbers.Count == 2 ? 2 : 4;
            if (isPoint && wanted == 4)
                log.Add(RepairLog.KeyAlias);
            Add(numbers, text, attributes, wanted, PlacesOf(places, at, lists.Count > 1), labelPlace);
        }

        if (items.Count - before < Math.Max(1, lists.Count))
            log.Add(RepairLog.NoCoordinates);
    }

    // an object without coordinates of its own: its members may hold findings, under names that say what they are
    private void Unwrap(JsonElement item, string label, string path, IReadOnlyDictionary<string, Range> places, int depth)
    {
        var before = items.Count;
        var own = Find(item, LabelKeys, out var labelKey) is { ValueKind: JsonValueKind.String } said ? ToText(said) : label;
        foreach (var member in item.EnumerateObject())
        {
            if (member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || member.Name == labelKey)
                continue;
            var name = member.Name.Trim();
            var isName = !Wrappers.Contains(name) && !BoxKeys.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !PointKeys.Contains(name, StringComparer.OrdinalIgnoreCase);
            if (member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0)
                continue;
            Walk(member.Value, isName ? name : own, Join(path, member.Name), places, depth + 1);
        }

        if (items.Count > before)
            log.Add(RepairLog.Nested);

        // an empty list under the name of what holds findings says that there are none
        if (items.Count == before && !item.EnumerateObject().Any(member =>
                member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0))
            log.Add(RepairLog.NoCoordinates);
    }

    private void WalkList(JsonElement list, string label, string path, IReadOnlyDictionary<string, Range> places, int depth)
    {
        // ["red square", 1, 2, 3, 4], [[1, 2, 3, 4], "red square"]
        var parts = list.EnumerateArray().ToArray();
        if (parts.Count(part => part.ValueKind == JsonValueKind.String) == 1 && parts.Length > 1
            && Array.TrueForAll(parts, part => part.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Array))
        {
            var text = Array.Find(parts, part => part.ValueKind == JsonValueKind.String).GetString()!.Trim();
            double[] beside = [.. parts.Where(part => part.ValueKind == JsonValueKind.Number).Select(part => part.GetDouble())];
            if (beside.Length > 0)
                AddBare(beside, text, PlacesOf(places, path, several: true));
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i].ValueKind == JsonValueKind.Array)
                    Walk(parts[i], text, $"{path}[{i}]", places, depth + 1);
            }

            return;
        }

        if (Array.TrueForAll(parts, part => part.ValueKind == JsonValueKind.Number))
        {
            AddBare([.. parts.Select(part => part.GetDouble())], label, PlacesOf(places, path, several: false));
            return;
        }

        // a list of pairs of corners: [[[x1, y1], [x2, y2]], …]
        if (depth == 0 && parts is [var first, var second] && Pair(first) is (var left, var top) && Pair(second) is (var right, var bottom)
            && left < right && top < bottom)
        {
            log.Add(RepairLog.Corners);
            AddBare([left, top, right, bottom], label, PlacesOf(places, path, several: false));
            return;
        }

        for (var i = 0; i < parts.Length; i++)
            Walk(parts[i], label, $"{path}[{i}]", places, depth + 1);
    }

    private static (double X, double Y)? Pair(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2
        && value[0].ValueKind == JsonValueKind.Number && value[1].ValueKind == JsonValueKind.Number
            ? (value[0].GetDouble(), value[1].GetDouble())
            : null;

    private void AddBare(double[] numbers, string label, IReadOnlyList<Range> places)
    {
        log.Add(RepairLog.BareLists);
        if (!Add(numbers, label, ParsedItem.NoAttributes, numbers.Length == 2 ? 2 : 4, places, null))
            log.Add(RepairLog.NoCoordinates);
    }

    private bool Add(
        IReadOnlyList<double> numbers, string label, IReadOnlyDictionary<string, string> attributes, int wanted,
        IReadOnlyList<Range> places, Range? labelPlace)
    {
        if (!numbers.All(double.IsFinite))
            return false;
        if (wanted == 4 && numbers.Count == 5)
        {
            log.Add(RepairLog.FifthNumber);

            // the score may lead: a share before four pixels
            var leads = numbers[0] is > 0 and < 1 && numbers.Skip(1).All(number => number == Math.Truncate(number))
                && numbers.Skip(1).Max() > 1;
            var score = numbers[leads ? 0 : 4].ToString(System.Globalization.CultureInfo.InvariantCulture);
            attributes = new Dictionary<string, string>(attributes) { [attributes.ContainsKey("score") ? "score_2" : "score"] = score };
            numbers = [.. numbers.Skip(leads ? 1 : 0).Take(4)];
            places = [.. places.Skip(leads ? 1 : 0).Take(4)];
        }
        else if (wanted == 4 && numbers.Count is >= 6 && numbers.Count % 2 == 0)
        {
            log.Add(RepairLog.Quadrangle);
            var (across, down) = (numbers.Where((_, i) => i % 2 == 0), numbers.Where((_, i) => i % 2 == 1));
            numbers = [across.Min(), down.Min(), across.Max(), down.Max()];
        }

        if (numbers.Count != wanted)
            return false;
        items.Add(new ParsedItem(numbers, label, attributes) { Places = places, LabelPlace = labelPlace });
        return true;
    }

    // [{"label": …, "bbox": …}, …] under a key of coordinates
    private static bool HoldsFindings(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(part => part.ValueKind == JsonValueKind.Object)
        && !value.EnumerateArray().All(IsCorner);

    // {"x": …, "y": …} and nothing more
    private static bool IsCorner(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 2
        && NamedSides.Read(value, new RepairLog()) is { Numbers.Count: 2 };

    private static string Join(string path, string member) => PlaceFinder.Join(path, member);

    // of several lists in one value it is not known which numbers belong to which
    private static IReadOnlyList<Range> PlacesOf(IReadOnlyDictionary<string, Range> places, string path, bool several) => several
        ? []
        : [.. places.Where(place => place.Key.StartsWith(path, StringComparison.Ordinal)
            && (path.Length == place.Key.Length || path.Length == 0 || place.Key[path.Length] is '[' or '.')).Select(place => place.Value)];

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

    private static IReadOnlyDictionary<string, string> ReadAttributes(
        JsonElement item, string? coordinatesKey, string? labelKey, NamedSides? sides)
    {
        Dictionary<string, string>? attributes = null;
        foreach (var property in item.EnumerateObject())
        {
            if (property.Name != coordinatesKey && property.Name != labelKey && sides?.Keys.Contains(property.Name) != true)
                (attributes ??= [])[property.Name.Trim()] = ToText(property.Value);
        }

        return attributes ?? ParsedItem.NoAttributes;
    }
}
