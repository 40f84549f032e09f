using System.Text.Json;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing;

/// <summary>
/// Reads a table that was written as JSON: a list of objects, whose members are the columns; a list of lists; an object of columns and
/// rows, or of one list for each column.
/// </summary>
internal static class JsonTable
{
    private static readonly string[] RowKeys = ["rows", "data", "records", "table", "items", "values", "body"];
    private static readonly string[] HeaderKeys = ["columns", "header", "headers", "fields", "head"];

    /// <summary>The table; null where the answer holds no JSON that is one.</summary>
    public static (IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader)? Parse(string answer, RepairLog log)
    {
        // brackets also stand in cells of other forms
        if (answer.AsSpan().TrimStart() is not ['{' or '[' or '`', ..])
            return null;
        var json = AnswerJson.Find(answer);
        if (json.Values.Count == 0)
            return null;
        var read = json.Values.Count > 1 && json.Values.All(value => value.ValueKind == JsonValueKind.Object) ? ReadObjects(json.Values)
            : Read(json.Values[0]);
        if (read is not null)
            log.AddAll(json.Repairs);
        return read;
    }

    private static (IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader)? Read(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return ReadList([.. value.EnumerateArray()]);
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        var rows = Find(value, RowKeys);
        var header = Find(value, HeaderKeys);
        if (rows is { ValueKind: JsonValueKind.Object } inner)
            return Read(inner);
        if (rows is { ValueKind: JsonValueKind.Array } list && ReadList([.. list.EnumerateArray()]) is var (read, named))
        {
            return header is { ValueKind: JsonValueKind.Array } names && !named
                ? ([[.. names.EnumerateArray().Select(ItemReader.ToText)], .. read], true)
                : (read, named);
        }

        return ReadColumns(value);
    }

    private static (IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader)? ReadList(IReadOnlyList<JsonElement> entries)
    {
        if (entries.Count == 0)
            return null;
        if (entries.All(entry => entry.ValueKind == JsonValueKind.Object))
            return ReadObjects(entries);
        return entries.All(entry => entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() > 0)
            ? ([.. entries.Select(entry => (IReadOnlyList<string>)[.. entry.EnumerateArray().Select(ItemReader.ToText)])], false)
            : null;
    }

    // the columns are all names that occur, in their order
    private static (IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader)? ReadObjects(IReadOnlyList<JsonElement> entries)
    {
        List<string> names = [.. entries.SelectMany(entry => entry.EnumerateObject().Select(member => member.Name)).Distinct()];
        return names.Count == 0
            ? null
            : ([names, .. entries.Select(entry => names.ConvertAll(
                name => entry.TryGetProperty(name, out var cell) ? ItemReader.ToText(cell) : ""))], true);
    }

    // {"year": [2020, 2021], "sum": [1, 2]}
    private static (IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader)? ReadColumns(JsonElement value)
    {
        var columns = value.EnumerateObject().ToList();
        if (columns.Count == 0 || columns.Exists(column => column.Value.ValueKind != JsonValueKind.Array))
            return null;
        var height = columns.Max(column => column.Value.GetArrayLength());
        return ([
            [.. columns.Select(column => column.Name)],
            .. Enumerable.Range(0, height).Select(row => columns.ConvertAll(
                column => row < column.Value.GetArrayLength() ? ItemReader.ToText(column.Value[row]) : "")),
        ], true);
    }

    private static JsonElement? Find(JsonElement value, string[] keys)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (keys.Contains(member.Name, StringComparer.OrdinalIgnoreCase))
                return member.Value;
        }

        return null;
    }
}
