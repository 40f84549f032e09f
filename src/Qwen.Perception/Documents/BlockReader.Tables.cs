using System.Globalization;
using Qwen.Perception.Documents.Html;

namespace Qwen.Perception.Documents;

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

    private static DocumentTable ReadTable(HtmlElement element, out string caption, List<HtmlElement> setAside)
    {
        var rows = new List<List<DocumentCell>>();
        var words = new InlineText();
        AddRows(element);
        caption = words.ToString();
        setAside.AddRange(words.SetAside);
        return new DocumentTable { Rows = rows };

        void AddRows(HtmlElement parent)
        {
            List<DocumentCell>? loose = null; // cells without a row
            foreach (var child in parent.Children)
            {
                if (child is HtmlElement { Name: "td" or "th" } cell)
                {
                    if (loose is null)
                        rows.Add(loose = []);
                    loose.Add(ReadCell(cell, setAside));
                    continue;
                }

                if (child is HtmlElement)
                    loose = null;
                if (child is HtmlElement { Name: "thead" or "tbody" or "tfoot" } group)
                    AddRows(group);
                else if (child is HtmlElement { Name: "tr" } row)
                    AddRow(row);
                else
                    words.Add(child);
            }
        }

        void AddRow(HtmlElement row)
        {
            var cells = new List<DocumentCell>();
            rows.Add(cells);
            foreach (var child in row.Children)
            {
                if (child is HtmlElement { Name: "td" or "th" } cell)
                    cells.Add(ReadCell(cell, setAside));
                else if (child is HtmlElement { Name: "tr" } inner)
                    AddRow(inner);
                else
                    words.Add(child);
            }
        }
    }

    private static DocumentCell ReadCell(HtmlElement cell, List<HtmlElement> setAside)
    {
        var adopted = InlineText.FindAdopted(cell);
        var words = new InlineText(adopted);
        words.AddContent(cell);
        setAside.AddRange(words.SetAside);
        return new DocumentCell
        {
            Text = words.ToString(),
            ColumnSpan = ReadSpan(cell["colspan"], MaxColumnSpan),
            RowSpan = ReadSpan(cell["rowspan"], MaxRowSpan),
            IsHeader = cell.Name == "th",
        };
    }

    private static int ReadSpan(string text, int largest) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var span) ? Math.Clamp(span, 1, largest) : 1;
}
