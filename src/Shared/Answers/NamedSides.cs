using System.Text.Json;

namespace Qwen.Shared.Answers;

/// <summary>A box or point whose sides, corners or size stand under names of their own.</summary>
/// <param name="Numbers">x1 y1 x2 y2, or x y.</param>
/// <param name="Keys">The names, as written.</param>
internal sealed record NamedSides(IReadOnlyList<double> Numbers, IReadOnlySet<string> Keys)
{
    private static readonly string[][] Boxes =
    [
        ["x1", "y1", "x2", "y2"], ["xmin", "ymin", "xmax", "ymax"], ["x_min", "y_min", "x_max", "y_max"],
        ["left", "top", "right", "bottom"], ["x0", "y0", "x1", "y1"], ["minx", "miny", "maxx", "maxy"], ["x_1", "y_1", "x_2", "y_2"],
    ];

    private static readonly string[][] Sizes =
        [["x", "y", "width", "height"], ["x", "y", "w", "h"], ["left", "top", "width", "height"], ["x1", "y1", "width", "height"]];

    private static readonly string[][] Corners =
    [
        ["top_left", "bottom_right"], ["topleft", "bottomright"], ["top-left", "bottom-right"], ["upper_left", "lower_right"],
        ["start", "end"], ["min", "max"],
    ];

    /// <summary>Reads an object; null where it names no box and no point.</summary>
    public static NamedSides? Read(JsonElement item, RepairLog log)
    {
        foreach (var keys in Boxes)
        {
            if (Take(item, keys) is { } sides)
                return Noted(sides, log);
        }

        foreach (var keys in Sizes)
        {
            if (Take(item, keys) is { Numbers: [var x, var y, var width, var height] } box)
                return Noted(box with { Numbers = [x, y, x + width, y + height] }, log);
        }

        foreach (var keys in Corners)
        {
            if (Find(item, keys[0]) is { } first && Find(item, keys[1]) is { } second
                && Corner(first.Value) is { } from && Corner(second.Value) is { } to)
                return Noted(new NamedSides([.. from, .. to], new HashSet<string> { first.Name, second.Name }), log);
        }

        return Take(item, ["x", "y"]) is { } point ? Noted(point, log) : null;
    }

    private static NamedSides Noted(NamedSides sides, RepairLog log)
    {
        log.Add(RepairLog.Corners);
        return sides;
    }

    private static double[]? Corner(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Take(value, ["x", "y"])?.Numbers.ToArray(),
        JsonValueKind.Array when CoordinateReader.Read(value, arePoints: true, new RepairLog()) is [[var x, var y]] => [x, y],
        _ => null,
    };

    private static NamedSides? Take(JsonElement item, string[] keys)
    {
        var numbers = new double[keys.Length];
        var names = new HashSet<string>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (Find(item, keys[i]) is not { } member)
                return null;
            if (member.Value.ValueKind == JsonValueKind.Number)
                numbers[i] = member.Value.GetDouble();
            else if (CoordinateReader.Read(member.Value, arePoints: true, new RepairLog()) is [[var number]])
                numbers[i] = number;
            else
                return null;
            names.Add(member.Name);
        }

        return new NamedSides(numbers, names);
    }

    private static JsonProperty? Find(JsonElement item, string key)
    {
        foreach (var member in item.EnumerateObject())
        {
            if (string.Equals(member.Name.Trim(), key, StringComparison.OrdinalIgnoreCase))
                return member;
        }

        return null;
    }
}
