using Qwen.Perception.Documents.Html;
using Qwen.Perception.Forms;

namespace Qwen.Perception.Documents.Blocks;

/// <content>Pictures, charts, formulas, music and chemistry.</content>
internal sealed partial class BlockReader
{
    private const string Dollars = "$$";

    private void AddSpecial(HtmlElement element, DocumentBlockKind kind)
    {
        var image = element.Elements.FirstOrDefault(child => child.Name == "img");
        var hasNotation = kind is DocumentBlockKind.Formula or DocumentBlockKind.Music or DocumentBlockKind.Chemistry;
        var setAside = new List<HtmlElement>();
        var words = new InlineText();
        DocumentTable? table = null;
        string? notation = null;
        var caption = "";
        foreach (var child in element.Children)
        {
            if (child == image)
                words.Add(new HtmlText(image["alt"]));
            else if (kind == DocumentBlockKind.Chart && table is null && child is HtmlElement { Name: "table" } numbers)
                table = ReadTable(numbers, out caption, setAside);
            else if (hasNotation && notation is null && child is HtmlElement { Name: "div" or "pre" or "code" } inner
                && SpecialKind.Of(inner) is null)
                notation = InlineText.ReadExact(inner);
            else
                words.Add(child);
        }

        var text = string.Join('\n', new[] { caption, words.ToString() }.Where(part => part.Length > 0));
        if (hasNotation && string.IsNullOrEmpty(notation))
            (notation, text) = (InlineMarks.ToPlain(text), "");
        if (kind == DocumentBlockKind.Formula)
            SplitFormula(ref notation, ref text);
        Add(new DocumentBlock
        {
            Kind = kind,
            Page = page,
            Box = boxes.Read(element) ?? (image is null ? null : boxes.Read(image)),
            Text = text,
            Notation = notation,
            Table = table,
        });
        setAside.ForEach(AddBlock);
        words.SetAside.ForEach(AddBlock);
    }

    // what stands between double dollar signs is the formula, what stands beside it (its number, a remark) is text
    private void SplitFormula(ref string? notation, ref string text)
    {
        if (notation?.Contains(Dollars, StringComparison.Ordinal) != true)
            return;
        var parts = notation.Split(Dollars);
        if (parts.Length % 2 == 0)
            log.Add(HtmlRepairs.Formula);
        notation = string.Join('\n', parts.Where((_, i) => i % 2 == 1).Select(part => part.Trim()).Where(part => part.Length > 0));
        text = string.Join('\n', parts.Where((_, i) => i % 2 == 0).Append(text).Select(part => part.Trim()).Where(part => part.Length > 0));
    }
}
