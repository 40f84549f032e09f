using System.Globalization;
using System.Text;
using Qwen.Perception.Documents.Blocks;
using Qwen.Perception.Documents.Html;
using Qwen.Perception.Forms;

namespace Qwen.Perception.Documents;

/// <summary>Writes blocks as Markdown (GitHub's dialect), blocks parted by empty lines.</summary>
/// <param name="expandSpans">Whether spanned cells are repeated in a Markdown table; else such a table is written as HTML.</param>
internal sealed class MarkdownWriter(bool expandSpans)
{
    private readonly StringBuilder markdown = new();

    /// <summary>Adds a block.</summary>
    public void Add(DocumentBlock block)
    {
        switch (block.Kind)
        {
            case DocumentBlockKind.Heading:
                AddPart(block.Text.Length == 0
                    ? ""
                    : $"{new string('#', block.Level ?? 1)} {MarkdownText.Escape(block.Marked ?? block.Text).Replace('\n', ' ')}");
                break;
            case DocumentBlockKind.List:
                AddPart(string.Join('\n', (block.Items ?? []).Select(WriteItem)));
                break;
            case DocumentBlockKind.Formula:
                AddPart(string.IsNullOrEmpty(block.Notation) ? "" : $"$$\n{WithoutEmptyLines(block.Notation)}\n$$");
                AddText(block);
                break;
            case DocumentBlockKind.Music:
                AddFenced(block.Notation, "abc");
                AddText(block);
                break;
            case DocumentBlockKind.Chemistry:
                AddFenced(block.Notation, "smiles");
                AddText(block);
                break;
            case DocumentBlockKind.Code:
                AddFenced(block.Text, block.Language ?? "");
                break;
            case DocumentBlockKind.Table or DocumentBlockKind.Chart:
                AddPlace(block, DocumentBlockKind.Chart, "chart");
                AddText(block);
                AddPart(block.Table is null ? "" : WriteTable(block.Table));
                break;
            default:
                AddPlace(block, DocumentBlockKind.Picture, "picture");
                AddPlace(block, DocumentBlockKind.PictureWithCaption, "picture");
                AddPlace(block, DocumentBlockKind.PictureWithText, "picture");
                AddText(block);
                break;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => markdown.ToString();

    private void AddPart(string part)
    {
        if (part.Length == 0)
            return;
        if (markdown.Length > 0)
            markdown.Append('\n');
        markdown.Append(part).Append('\n');
    }

    private void AddText(DocumentBlock block) => AddPart(MarkdownText.Escape(block.Marked ?? block.Text).Replace("\n", "  \n"));

    // Markdown has no picture without a file: a comment says where it is
    private void AddPlace(DocumentBlock block, DocumentBlockKind kind, string name)
    {
        if (block.Kind == kind)
            AddPart(block.Box is { } box
                ? string.Create(
                    CultureInfo.InvariantCulture, $"<!-- {name}: page {block.Page}, box {box.X1} {box.Y1} {box.X2} {box.Y2} -->")
                : string.Create(CultureInfo.InvariantCulture, $"<!-- {name}: page {block.Page} -->"));
    }

    private void AddFenced(string? lines, string language)
    {
        if (string.IsNullOrEmpty(lines))
            return;
        var fence = "```";
        while (lines.Contains(fence, StringComparison.Ordinal))
            fence += "`";
        AddPart($"{fence}{language}\n{lines}\n{fence}");
    }

    private static string WriteItem(DocumentListItem item)
    {
        var indent = new string(' ', 4 * item.Depth);
        var mark = item.Number is { } number ? number.ToString(CultureInfo.InvariantCulture) + ". " : "- ";
        return indent + mark + MarkdownText.Escape(item.Marked ?? item.Text).Replace("\n", "  \n" + indent + new string(' ', mark.Length));
    }

    private string WriteTable(DocumentTable table)
    {
        if (table.HasSpans && !expandSpans)
            return WriteHtmlTable(table);
        var grid = table.ToGrid(cell => cell.Marked ?? cell.Text, repeat: true, out _);
        if (grid.Count == 0 || grid[0].Count == 0)
            return "";
        var lines = new List<string>();
        foreach (var row in grid)
        {
            lines.Add($"| {string.Join(" | ", row.Select(MarkdownText.EscapeCell))} |");
            if (lines.Count == 1)
                lines.Add("|" + string.Concat(Enumerable.Repeat(" --- |", row.Count)));
        }

        return string.Join('\n', lines);
    }

    private static string WriteHtmlTable(DocumentTable table)
    {
        var html = new StringBuilder("<table>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            foreach (var cell in row)
            {
                var tag = cell.IsHeader ? "th" : "td";
                html.Append('<').Append(tag);
                if (cell.ColumnSpan > 1)
                    html.Append(CultureInfo.InvariantCulture, $" colspan=\"{cell.ColumnSpan}\"");
                if (cell.RowSpan > 1)
                    html.Append(CultureInfo.InvariantCulture, $" rowspan=\"{cell.RowSpan}\"");
                var words = InlineMarks.ToTags(HtmlCleaner.Encode(cell.Marked ?? cell.Text));
                html.Append('>').Append(words.Replace("\n", "<br>")).Append("</").Append(tag).Append('>');
            }

            html.Append("</tr>\n");
        }

        return html.Append("</table>").ToString();
    }

    private static string WithoutEmptyLines(string text) =>
        string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
