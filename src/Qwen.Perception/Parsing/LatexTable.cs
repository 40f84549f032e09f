using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing;

/// <summary>Reads tables of LaTeX: <c>tabular</c> and its relatives.</summary>
internal static partial class LatexTable
{
    /// <summary>The tables of an answer in their order.</summary>
    public static IReadOnlyList<MarkdownTable> FindAll(string answer) =>
        [.. Environment().Matches(answer).Select(table => Read(table.Groups["body"].Value)).OfType<MarkdownTable>()];

    private static MarkdownTable? Read(string body)
    {
        var rows = new List<IReadOnlyList<string>>();
        var ruledAfter = new HashSet<int>(); // numbers of rows that stand above a line
        foreach (var part in RowEnd().Split(body))
        {
            var text = part.Trim();
            while (Rule().Match(text) is { Success: true } rule)
            {
                ruledAfter.Add(rows.Count);
                text = text[rule.Length..].TrimStart();
            }

            if (text.Length > 0)
                rows.Add(ReadRow(text));
        }

        // lines below every row part the rows, not a header from them
        var hasHeader = rows.Count > 1 && ruledAfter.Contains(1) && (rows.Count == 2 || !ruledAfter.Contains(2));
        return rows.Count == 0 ? null : new MarkdownTable(hasHeader, rows);
    }

    private static List<string> ReadRow(string row)
    {
        var cells = new List<string>();
        foreach (var cell in CellEnd().Split(row))
        {
            var text = cell.Trim();
            var width = 1;
            if (Wide().Match(text) is { Success: true } wide)
                (width, text) = (int.Parse(wide.Groups["columns"].Value, System.Globalization.CultureInfo.InvariantCulture),
                    wide.Groups["text"].Value);
            while (Command().Replace(text, "${text}") is var bare && bare != text)
                text = bare;
            cells.Add(Escaped().Replace(text, "${sign}").Replace('~', ' ').Trim());
            for (; width > 1; width--)
                cells.Add("");
        }

        return cells;
    }

    [GeneratedRegex(
        @"\\begin\{(?<name>tabular[xy*]?|longtable|array)\}(?:\[[^\]]*\])?(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}){1,2}(?<body>.*?)"
        + @"(?:\\end\{\k<name>\}|\z)",
        RegexOptions.Singleline)]
    private static partial Regex Environment();

    [GeneratedRegex(@"\\\\(?:\[[^\]]*\])?|\\tabularnewline")]
    private static partial Regex RowEnd();

    [GeneratedRegex(@"^\\(?:hline|toprule|midrule|bottomrule|c(?:mid)?line(?:\([^)]*\))?\{[^}]*\}|endhead|endfirsthead)")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<!\\)&")]
    private static partial Regex CellEnd();

    [GeneratedRegex(@"^\\multicolumn\{(?<columns>[1-9][0-9]?)\}\{[^}]*\}\{(?<text>.*)\}$", RegexOptions.Singleline)]
    private static partial Regex Wide();

    [GeneratedRegex(@"\\(?:text(?:bf|it|tt|rm|sf|sc)?|mathbf|mathrm|emph|multirow\{[^}]*\}\{[^}]*\})\{(?<text>[^{}]*)\}")]
    private static partial Regex Command();

    [GeneratedRegex(@"\\(?<sign>[&%$#_{}])")]
    private static partial Regex Escaped();
}
