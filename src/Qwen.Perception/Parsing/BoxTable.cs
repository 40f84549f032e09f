using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing;

/// <summary>Reads findings from the rows of a table whose first row names sides, corners or boxes.</summary>
internal static class BoxTable
{
    private const int MaxRows = 10_000;

    /// <summary>The findings; null where the answer is no such table.</summary>
    public static ParsedItems? Parse(string answer)
    {
        if (answer.AsSpan().Trim().IndexOf('\n') < 0 || answer.AsSpan().IndexOfAny('|', ',', '\t') < 0)
            return null;
        var rows = TableParser.Parse(answer).Rows;
        if (rows.Count < 2 || rows.Count > MaxRows || rows[0].Any(name => name.Length > 40))
            return null;

        // a row is an object whose members the first row names
        var (items, log) = (new List<ParsedItem>(), new RepairLog());
        foreach (var row in rows.Skip(1))
        {
            var item = new JsonObject();
            for (var i = 0; i < row.Count && i < rows[0].Count; i++)
                item[rows[0][i]] = ValueOf(row[i]);
            using var document = JsonDocument.Parse(item.ToJsonString());
            items.AddRange(ItemReader.Read(document.RootElement, new Dictionary<string, Range>(), log));
        }

        if (items.Count == 0)
            return null;
        log.Add(RepairLog.BoxTable);
        return new ParsedItems(items, true, "", log);
    }

    private static JsonValue ValueOf(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(cell);
}
