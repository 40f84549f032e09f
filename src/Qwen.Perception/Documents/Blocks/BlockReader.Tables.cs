using System.Globalization;
using Qwen.Perception.Documents.Html;

namespace Qwen.Perception.Documents.Blocks;

/// <content>Tables.</content>
internal sealed partial class BlockReader
{
    private const int MaxColumnSpan = 100;
    private const int MaxRowSpan = 1000;

    private void AddTable(HtmlElement element)
    {
        var setAside = new List<HtmlElement>();
        var table = ReadTable(element, out var caption, setAside);
        Add(new DocumentBlock { Kind = DocumentBlockKind.Table, Page = page, Box = boxes.Read(element), Text = caption, Table = table });
        setAside.ForEach(AddBlock);
    }

    /// <summary>Reads a table.</summary>
    /// <param name="element">The element.</param>
    /// <param name="caption">What stands in it and in none of its cells.</param>
    /// <param name="setAside">Takes what stands in cells and is a block of its own: pictures, other tables.</param>
    public static DocumentTable ReadTable(HtmlElement element, out string caption, List<HtmlElement> setAside)
    {
        var rows = new List<List<DocumentCell>>();
        var words = new InlineText();
        AddRows(element);
        caption = words.ToString();
        setAside.AddRange(words.SetAside);
        return new DocumentTable { Rows = WithoutEmptyRows(rows) };

        void AddRows(HtmlElement parent)
        {
            List<DocumentCell>? loose = null; // cells without a row
            foreach (var child in parent.Children)
            {
                if (child is HtmlElement { Name: "td" or "th" } cell)
                {
                    if (loose is null)
                        rows.Add(loose = []);
                    loose.Add(ReadCell(cell, parent, setAside));
                    continue;
                }

                if (child is HtmlElement)
                    loose = null;
                if (child is HtmlElement { Name: "thead" or "tbody" or "tfoot" } group)
                    AddRows(group);
                else if (child is HtmlElement { Name: "tr" } row)
                    AddRow(row, parent);
                else
                    words.Add(child);
            }
        }

        void AddRow(HtmlElement row, HtmlElement group)
        {
            var cells = new List<DocumentCell>();
            rows.Add(cells);
            foreach (var child in row.Children)
            {
                if (child is HtmlElement { Name: "td" or "th" } cell)
                    cells.Add(ReadCell(cell, group, setAside));
                else if (child is HtmlElement { Name: "tr" } inner)
                    AddRow(inner, group);
                else
                    words.Add(child);
            }
        }
    }

    // a row without cells is one only where cells above reach into it
    private static List<List<DocumentCell>> WithoutEmptyRows(List<List<DocumentCell>> rows)
    {
        var kept = new List<List<DocumentCell>>(rows.Count);
        var reach = 0L;
        foreach (var row in rows)
        {
            if (row.Count > 0 || reach > kept.Count)
                kept.Add(row);
            foreach (var cell in row)
                reach = Math.Max(reach, kept.Count - 1L + cell.RowSpan);
        }

        return kept;
    }

    private static DocumentCell ReadCell(HtmlElement cell, HtmlElement group, List<HtmlElement> setAside)
    {
        var adopted = InlineText.FindAdopted(cell);
        var words = new InlineText(adopted, inCell: true);
        words.AddContent(cell);
        setAside.AddRange(words.SetAside);
        var text = words.ToString();
        return new DocumentCell
        {
            Text = InlineMarks.ToPlain(text),
            Marked = InlineMarks.Any(text) ? text : null,
            ColumnSpan = ReadSpan(cell["colspan"], MaxColumnSpan),
            RowSpan = cell["rowspan"].Trim() == "0" ? MaxRowSpan : ReadSpan(cell["rowspan"], MaxRowSpan), // 0: down to the end
            IsHeader = cell.Name == "th" || group.Name == "thead",
        };
    }

    private static int ReadSpan(string text, int largest) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var span) ? Math.Clamp(span, 1, largest) : 1;
}
