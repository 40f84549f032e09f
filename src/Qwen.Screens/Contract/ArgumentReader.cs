using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;

namespace Qwen.Screens.Contract;

/// <summary>Reads a call's arguments tolerantly: other names, numbers as text, boxes for points, points a little outside.</summary>
/// <param name="arguments">The arguments.</param>
/// <param name="map">From the model's pixels to the screen's.</param>
/// <param name="notes">What was mended.</param>
internal sealed partial class ArgumentReader(JsonObject arguments, CoordinateMap map, RepairLog notes)
{
    /// <summary>How far outside the screen a point may lie and still be meant for its edge: one unit of the model's sight.</summary>
    private const int Overshoot = 28;

    private const int MaxText = 4000;
    private const string AtEdge = "Moved a point from just outside the screen to its edge.";
    private const string Centre = "Took the centre of a box.";

    private static readonly Dictionary<string, string[]> Aliases = new()
    {
        ["coordinate"] = ["start_point", "start_box", "start_coordinate", "point"],
        ["coordinate2"] = ["end_point", "end_box", "end_coordinate"],
        ["text"] = ["content"],
    };

    /// <summary>Size of the screen as the model saw it.</summary>
    public CoordinateMap Map => map;

    /// <summary>Whether an argument is there.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A point of the screen.</summary>
    /// <exception cref="CallProblemException">There is none, or it lies outside.</exception>
    public ScreenPoint Point(string name, string action)
    {
        var numbers = Numbers(Find(name) ?? throw Missing(name, action));
        if (numbers.Count == 4)
        {
            numbers = [(numbers[0] + numbers[2]) / 2, (numbers[1] + numbers[3]) / 2];
            notes.Add(Centre);
        }

        if (numbers.Count != 2)
            throw new CallProblemException($"\"{name}\" must be two numbers [x, y].");
        var x = Check("x", numbers[0], map.Model.Width, "wide");
        var y = Check("y", numbers[1], map.Model.Height, "high");
        var (screenX, screenY) = map.PointToPicture(x, y);
        return new ScreenPoint(screenX, screenY);
    }

    /// <summary>A text that is not empty.</summary>
    /// <exception cref="CallProblemException">There is none, or it is too long.</exception>
    public string Text(string name, string action)
    {
        var text = Find(name) switch
        {
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            JsonValue value => value.ToJsonString(),
            JsonArray { Count: 1 } list when list[0] is JsonValue value => value.ToString(),
            _ => throw Missing(name, action),
        };
        if (text.Length == 0)
            throw new CallProblemException($"\"{name}\" is empty: `{action}` needs a text.");
        return text.Length <= MaxText
            ? text
            : throw new CallProblemException(Invariant($"\"{name}\" has {text.Length} characters, more than {MaxText}: do it in parts."));
    }

    /// <summary>Texts: a list, or a single one with plus signs between them.</summary>
    /// <exception cref="CallProblemException">There are none.</exception>
    public IReadOnlyList<string> Texts(string name, string action) => Find(name) switch
    {
        JsonArray { Count: > 0 } list => [.. list.Select(item => item?.ToString() ?? "")],
        JsonValue value when value.ToString() is { Length: > 0 } text =>
            text.Length == 1 ? [text] : text.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        _ => throw Missing(name, action),
    };

    /// <summary>One of the given words; upper and lower case are alike.</summary>
    /// <exception cref="CallProblemException">It is none of them.</exception>
    public string Word(string name, string action, IReadOnlyList<string> words)
    {
        var text = Text(name, action).Trim();
        return words.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            ?? throw new CallProblemException($"\"{name}\" is \"{text}\": `{action}` takes one of {string.Join(", ", words)}.");
    }

    /// <summary>A number inside limits; what lies beyond is moved to them.</summary>
    /// <exception cref="CallProblemException">It is no number.</exception>
    public double Number(string name, string action, double min, double max, double? fallback = null)
    {
        if (Find(name) is not { } node)
            return fallback ?? throw Missing(name, action);
        var numbers = Numbers(node);
        if (numbers.Count != 1)
            throw new CallProblemException($"\"{name}\" must be one number.");
        var value = Math.Clamp(numbers[0], min, max);
        if (value != numbers[0])
            notes.Add(Invariant($"Moved \"{name}\" into its range of {min} to {max}."));
        return value;
    }

    private static CallProblemException Missing(string name, string action) => new($"\"{name}\" is missing: `{action}` needs it.");

    private JsonNode? Find(string name)
    {
        if (arguments[name] is { } value)
            return value;
        foreach (var alias in Aliases.GetValueOrDefault(name, []))
        {
            if (arguments[alias] is { } other)
            {
                notes.Add(RepairLog.KeyAlias);
                return other;
            }
        }

        return null;
    }

    // numbers, numbers as text, or one text that holds several
    private List<double> Numbers(JsonNode node)
    {
        var numbers = new List<double>();
        IEnumerable<JsonNode?> items = node as JsonArray ?? Enumerable.Repeat<JsonNode?>(node, 1);
        foreach (var item in items)
        {
            if (item is not JsonValue value)
                return [];
            if (value.GetValueKind() == JsonValueKind.Number)
            {
                numbers.Add(value.GetValue<double>());
                continue;
            }

            notes.Add(RepairLog.NumberText);
            numbers.AddRange(
                NumberPattern().Matches(value.ToString()).Select(match => double.Parse(match.ValueSpan, CultureInfo.InvariantCulture)));
        }

        return numbers.TrueForAll(double.IsFinite) ? numbers : [];
    }

    private double Check(string axis, double value, int size, string word)
    {
        if (value >= 0 && value < size)
            return value;
        if (value < -Overshoot || value > size + Overshoot)
            throw new CallProblemException(Invariant($"{axis} = {value} lies outside the {size} px {word} screen."));
        notes.Add(AtEdge);
        return Math.Clamp(value, 0, size - 1);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[-+]?\d+(?:\.\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
