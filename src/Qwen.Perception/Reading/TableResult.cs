using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Serialization;

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

    /// <summary>The table as comma-separated values (RFC 4180).</summary>
    public string ToCsv() => string.Concat(Rows.Select(row => string.Join(',', row.Select(QuoteForCsv)) + "\r\n"));

    /// <summary>The table in Markdown; its first row becomes the header, which Markdown demands.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Rows.Count; i++)
        {
            text.Append("| ").AppendJoin(" | ", Rows[i].Select(cell => cell.Replace("|", "\\|").Replace("\n", "<br>"))).Append(" |\n");
            if (i == 0)
                text.Append('|').Insert(text.Length, " --- |", Rows[0].Count).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The table as an HTML element.</summary>
    public string ToHtml()
    {
        var text = new StringBuilder("<table>\n");
        for (var i = 0; i < Rows.Count; i++)
        {
            var tag = i == 0 && HasHeader ? "th" : "td";
            text.Append("<tr>");
            foreach (var cell in Rows[i])
                text.Append(CultureInfo.InvariantCulture, $"<{tag}>{WebUtility.HtmlEncode(cell).Replace("\n", "<br>")}</{tag}>");
            text.Append("</tr>\n");
        }

        return text.Append("</table>\n").ToString();
    }

    private static string QuoteForCsv(string cell) =>
        cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;
}
