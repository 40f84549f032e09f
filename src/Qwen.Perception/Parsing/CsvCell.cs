using System.Text.RegularExpressions;

namespace Qwen.Perception.Parsing;

/// <summary>Writes a cell of separated values.</summary>
internal static partial class CsvCell
{
    /// <summary>The cell, in quotes where it needs them.</summary>
    /// <param name="cell">Its text.</param>
    /// <param name="separator">What parts cells.</param>
    /// <param name="formulas">Whether what a spreadsheet would calculate stays so.</param>
    public static string Write(string cell, char separator, bool formulas)
    {
        if (!formulas && IsFormula(cell))
            cell = "'" + cell;
        return cell.Contains(separator, StringComparison.Ordinal) || cell.AsSpan().ContainsAny("\"\r\n")
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;
    }

    // "=…" and "@…", and "+…" or "-…" unless it is a number, an amount or the sign alone
    private static bool IsFormula(string cell)
    {
        var start = cell.AsSpan().TrimStart();
        return start.Length > 0
            && (start[0] is '=' or '@' or '＝' or '＠' || (start[0] is '+' or '-' or '＋' or '－' && !Number().IsMatch(start)));
    }

    // with a currency or a short unit; or one for the telephone
    [GeneratedRegex(@"\A[+\-＋－](?:\s*\p{Sc}?\s*\d[\d.,'’\s]*(?:[%‰°]|\p{Sc}|\p{L}{1,3})?|[\d\s()]*)\s*\z")]
    private static partial Regex Number();
}
