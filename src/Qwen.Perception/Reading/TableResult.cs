using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Serialization;
using Qwen.Perception.Documents;
using Qwen.Perception.Parsing;

namespace Qwen.Perception;

/// <summary>A table read from a picture.</summary>
public sealed record TableResult : PictureResult
{
    /// <summary>
    /// Rows of equally many cells; a cell over several places stands in the first of them. Empty where the answer held no table.
    /// </summary>
    [JsonPropertyName("rows")]
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    /// <summary>Whether the first row is known to name the columns.</summary>
    [JsonPropertyName("has_header")]
    public required bool HasHeader { get; init; }

    /// <summary>Rows of further tables that the picture holds; usually none.</summary>
    [JsonPropertyName("further_tables")]
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> FurtherTables { get; init; } = [];

    private IEnumerable<IReadOnlyList<IReadOnlyList<string>>> All => FurtherTables.Prepend(Rows).Where(rows => rows.Count > 0);

    /// <summary>
    /// The tables as separated values (RFC 4180), parted by an empty line. A cell that a spreadsheet would take for a formula, though it is
    /// no number, gets an apostrophe: its text comes from a picture, and a formula may reach out.
    /// </summary>
    /// <param name="separator">What parts cells: a semicolon where the comma is the decimal sign.</param>
    /// <param name="formulas">Whether cells are written as they are, for readers that are no spreadsheets.</param>
    public string ToCsv(char separator = ',', bool formulas = false) =>
        string.Join("\r\n", All.Select(rows => string.Concat(rows.Select(
            row => string.Join(separator, row.Select(cell => CsvCell.Write(cell, separator, formulas))) + "\r\n"))));

    /// <summary>The tables in Markdown, parted by an empty line; the first row becomes the header, which Markdown demands.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (var rows in All)
        {
            if (text.Length > 0)
                text.Append('\n');
            for (var i = 0; i < rows.Count; i++)
            {
                text.Append("| ").AppendJoin(" | ", rows[i].Select(MarkdownText.EscapeCell)).Append(" |\n");
                if (i == 0)
                    text.Append('|').Insert(text.Length, " --- |", rows[0].Count).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The tables as HTML elements.</summary>
    public string ToHtml()
    {
        var text = new StringBuilder();
        foreach (var rows in All)
        {
            text.Append("<table>\n");
            for (var i = 0; i < rows.Count; i++)
            {
                var tag = i == 0 && HasHeader ? "th" : "td";
                text.Append("<tr>");
                foreach (var cell in rows[i])
                    text.Append(CultureInfo.InvariantCulture, $"<{tag}>{WebUtility.HtmlEncode(cell).Replace("\n", "<br>")}</{tag}>");
                text.Append("</tr>\n");
            }

            text.Append("</table>\n");
        }

        return text.ToString();
    }
}
