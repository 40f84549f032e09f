using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen.Perception.Pictures;
using Qwen.Perception.Reading.Numbers;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Reading;

/// <summary>
/// Reads an answer by the shape that was asked for: values of their kinds, and of each what was printed and how sure the model was.
/// </summary>
/// <remarks>Values go by their path: <c>total</c>, <c>items[2].price</c>.</remarks>
internal sealed class FieldReader
{
    private const string NoFields = "The answer holds no fields.";

    /// <summary>Most letters of a print that a note repeats.</summary>
    private const int Longest = 40;

    private readonly PictureAnswer answer;
    private readonly IReadOnlyDictionary<string, Range> places;
    private readonly int limit;
    private readonly NumberHabits habits;
    private readonly Dictionary<string, string> printed = [];
    private readonly Dictionary<string, double> confidence = [];
    private readonly List<string> missing = [];
    private readonly List<string> unread = [];

    private FieldReader(PictureAnswer answer, IReadOnlyDictionary<string, Range> places, int limit, NumberHabits habits)
    {
        this.answer = answer;
        this.places = places;
        this.limit = limit;
        this.habits = habits;
    }

    /// <summary>The object, without what is missing or unread.</summary>
    public JsonObject Value { get; } = [];

    /// <summary>Values as printed, by path; also what the model added unasked.</summary>
    public IReadOnlyDictionary<string, string> Printed => printed;

    /// <summary>How sure the model was of a value, by path.</summary>
    public IReadOnlyDictionary<string, double> Confidence => confidence;

    /// <summary>Paths that were asked for and not answered, or left empty.</summary>
    public IReadOnlyList<string> Missing => missing;

    /// <summary>Paths whose value is not of the kind asked for.</summary>
    public List<string> Unread => unread;

    /// <summary>Reads an answer; never throws.</summary>
    public static FieldReader Read(PictureAnswer answer, FieldShape.Group shape, int limit, NumberHabits habits)
    {
        var fields = FieldParser.Parse(answer.Text, out var repairs, out var places);
        answer.Notes.AddAll(repairs);
        if (fields.Count == 0)
            answer.Notes.Add(NoFields);
        var reader = new FieldReader(answer, places, limit, habits);
        foreach (var (name, member) in shape.Members)
        {
            var field = fields.FirstOrDefault(f => string.Equals(f.Key, name, StringComparison.OrdinalIgnoreCase));
            if (field.Key is null)
                reader.missing.Add(name);
            else if (reader.Convert(field.Value, member, name, field.Key) is { } value)
                reader.Value[name] = value;
        }

        foreach (var field in fields.Where(f => !shape.Members.Any(m => string.Equals(f.Key, m.Key, StringComparison.OrdinalIgnoreCase))))
            reader.Keep(field.Key, field.Key, ItemReader.ToText(field.Value));
        return reader;
    }

    // a path as it was asked for, and as the answer has it, whose keys may be written otherwise
    private JsonNode? Convert(JsonElement value, FieldShape shape, string path, string written) => shape switch
    {
        FieldShape.Group group when value.ValueKind == JsonValueKind.Object => ConvertGroup(value, group, path, written),
        FieldShape.Sequence list when value.ValueKind == JsonValueKind.Array =>
            ConvertList([.. value.EnumerateArray()], list, path, i => $"{written}[{i}]"),
        FieldShape.Sequence list when value.ValueKind == JsonValueKind.Object => ConvertList([value], list, path, _ => written),
        _ => ConvertValue(value, shape as FieldShape.Value, path, written),
    };

    private JsonObject ConvertGroup(JsonElement value, FieldShape.Group group, string path, string written)
    {
        var result = new JsonObject();
        foreach (var (name, member) in group.Members)
        {
            var inner = PlaceFinder.Join(path, name);
            var found = value.EnumerateObject().FirstOrDefault(m => string.Equals(m.Name.Trim(), name, StringComparison.OrdinalIgnoreCase));
            if (found.Value.ValueKind == JsonValueKind.Undefined)
                missing.Add(inner);
            else if (Convert(found.Value, member, inner, PlaceFinder.Join(written, found.Name)) is { } converted)
                result[name] = converted;
        }

        return result;
    }

    private JsonArray ConvertList(IReadOnlyList<JsonElement> items, FieldShape.Sequence list, string path, Func<int, string> written)
    {
        var result = new JsonArray();
        foreach (var item in items)
        {
            if (result.Count >= limit)
            {
                answer.Notes.Add($"Left out what goes beyond {limit} entries of a list.");
                break;
            }

            result.Add(Convert(item, list.Item, $"{path}[{result.Count}]", written(result.Count)));
        }

        return result;
    }

    // a group or list that is asked for and answered with a single value is empty or cannot be read
    private JsonNode? ConvertValue(JsonElement value, FieldShape.Value? shape, string path, string written)
    {
        var text = ItemReader.ToText(value);
        Keep(path, written, text);
        if (text.Length == 0)
        {
            missing.Add(path);
            return null;
        }

        string? note = null;
        var converted = shape is null ? null : FieldConverter.Convert(value, shape, habits, out note);
        if (converted is null)
            unread.Add(path);
        if (note is not null)
            Note(path, text, note, converted is not null);
        return converted;
    }

    private void Note(string path, string text, string note, bool read)
    {
        var shown = text.Length > Longest ? $"{text[..Longest]}…" : text;
        answer.Notes.Add($"{path}: \"{shown}\" {note}{(read ? "" : "; it was left unread")}.");
    }

    private void Keep(string path, string written, string text)
    {
        if (printed.Count >= limit)
        {
            answer.Notes.Add($"Left out what goes beyond {limit} fields.");
            return;
        }

        printed[path] = text;
        if (places.TryGetValue(written, out var place) && answer.Tokens?.Confidence(place) is { } sure)
            confidence[path] = sure;
    }
}
