using System.Text;

namespace Qwen.Shared.Answers;

/// <summary>Rows of comma-separated values (RFC 4180).</summary>
internal static class CsvTable
{
    private const string NoEnd = "A quoted cell has no end.";

    /// <summary>Reads a text; no rows where it holds no comma.</summary>
    public static List<List<string>> Parse(string text, RepairLog log)
    {
        var rows = new List<List<string>>();
        if (!text.Contains(',', StringComparison.Ordinal))
            return rows;

        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                    cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[i++]);
                else
                    quoted = false;
            }
            else if (c == '"' && string.IsNullOrWhiteSpace(cell.ToString()))
            {
                cell.Clear();
                quoted = true;
            }
            else if (c == ',')
                EndCell(row, cell);
            else if (c == '\n')
                EndRow(rows, ref row, cell);
            else
                cell.Append(c);
        }

        if (quoted)
            log.Add(NoEnd);
        EndRow(rows, ref row, cell);
        return rows;
    }

    private static void EndCell(List<string> row, StringBuilder cell)
    {
        row.Add(cell.ToString().Trim());
        cell.Clear();
    }

    private static void EndRow(List<List<string>> rows, ref List<string> row, StringBuilder cell)
    {
        EndCell(row, cell);
        if (row.Count > 1 || row[0].Length > 0)
            rows.Add(row);
        row = [];
    }
}
