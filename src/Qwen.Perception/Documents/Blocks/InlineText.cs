using System.Text;
using System.Text.RegularExpressions;
using Qwen.Perception.Documents.Html;

namespace Qwen.Perception.Documents.Blocks;

/// <summary>Collects the words of an element; what is a block of its own is set aside for its turn.</summary>
internal sealed partial class InlineText
{
    private readonly StringBuilder text = new();
    private readonly HtmlElement? adopted;
    private readonly bool inCell;

    /// <param name="adopted">An element whose words belong to the text though it has a box of its own.</param>
    /// <param name="inCell">Whether it is a cell of a table, in which a list stays.</param>
    public InlineText(HtmlElement? adopted = null, bool inCell = false)
    {
        this.adopted = adopted;
        this.inCell = inCell;
    }

    /// <summary>Blocks that were met within.</summary>
    public List<HtmlElement> SetAside { get; } = [];

    /// <summary>The words with <see cref="InlineMarks"/>: blanks joined, one line feed for each break.</summary>
    public override string ToString() =>
        string.Join(
            '\n',
            Blanks().Replace(text.ToString(), " ").Split('\v', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>
    /// The paragraph that an entry or cell begins with and that carries the box in its place; a later one follows a list or table
    /// that was never closed.
    /// </summary>
    public static HtmlElement? FindAdopted(HtmlElement element) =>
        !element.HasBox
        && element.Children.FirstOrDefault(
            child => child is not HtmlText text || !string.IsNullOrWhiteSpace(text.Value)) is HtmlElement first
        && first is { HasBox: true, Name: "p" or "span" }
            ? first
            : null;

    /// <summary>Adds what stands in an element.</summary>
    public void AddContent(HtmlElement element)
    {
        foreach (var child in element.Children)
            Add(child);
    }

    /// <summary>Adds a text or an element.</summary>
    public void Add(HtmlNode node)
    {
        if (node is HtmlText run)
            text.Append(InlineMarks.Strip(run.Value));
        if (node is not HtmlElement element || HtmlNames.Hidden.Contains(element.Name))
            return;
        if (element.Name == "br")
            text.Append('\v');
        else if (CheckMark(element) is { } check)
            text.Append(check).Append(' ');
        else if (element != adopted && IsOwnBlock(element))
            SetAside.Add(element);
        else if (element.Name is "ul" or "ol")
            AddList(element, "");
        else if (element.Name == "pre")
            AddLines(ReadLines(element));
        else if (InlineMarks.StartOf(element.Name) is { } mark)
            AddMarked(element, mark);
        else if (HtmlNames.Inline.Contains(element.Name))
            AddContent(element);
        else
        {
            text.Append('\v');
            AddContent(element);
            text.Append('\v');
        }
    }

    /// <summary>The sign of a box or ring to be ticked; null for every other element.</summary>
    public static char? CheckMark(HtmlElement element) =>
        element.Name == "input" && element["type"].ToLowerInvariant() is ("checkbox" or "radio") and var kind
            ? (kind, element.Attributes.ContainsKey("checked")) switch
            {
                ("checkbox", true) => '☑',
                ("checkbox", false) => '☐',
                (_, true) => '◉',
                _ => '○',
            }
            : null;

    /// <summary>Text with its line breaks and blanks as they are, for notations to which they matter.</summary>
    public static string ReadExact(HtmlElement element) => ReadAll(element).Trim();

    /// <summary>The lines of a text that was written as it is to be seen: the first may be set in, too.</summary>
    public static string ReadLines(HtmlElement element)
    {
        var lines = ReadAll(element).Split('\n').Select(line => line.TrimEnd()).ToList();
        lines = [.. lines.SkipWhile(line => line.Length == 0)];
        while (lines.Count > 0 && lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        return string.Join('\n', lines);
    }

    private void AddMarked(HtmlElement element, char mark)
    {
        var before = text.Length;
        text.Append(mark);
        AddContent(element);
        if (text.ToString(before, text.Length - before).AsSpan(1).IsWhiteSpace())
            text.Remove(before, 1); // nothing is raised or struck
        else
            text.Append(InlineMarks.EndOf(mark));
    }

    // the lines of code or of a list within a cell, with their indents
    private void AddLines(string lines)
    {
        foreach (var line in lines.Split('\n'))
            text.Append('\v').Append(InlineMarks.Blank, line.Length - line.TrimStart().Length).Append(line.TrimStart());
        text.Append('\v');
    }

    private void AddList(HtmlElement list, string indent)
    {
        var number = list.Name == "ol" ? 1 : 0;
        foreach (var child in list.Children)
        {
            if (child is HtmlElement { Name: "ul" or "ol" } inner)
                AddList(inner, indent + "  ");
            else if (child is HtmlElement { Name: "li" } item)
            {
                text.Append('\v').Append(InlineMarks.Blank, indent.Length).Append(number > 0 ? $"{number++}. " : "- ");
                foreach (var part in item.Children)
                {
                    if (part is HtmlElement { Name: "ul" or "ol" } nested)
                        AddList(nested, indent + "  ");
                    else
                        Add(part);
                }
            }
            else
                Add(child);
        }

        text.Append('\v');
    }

    private static string ReadAll(HtmlElement element)
    {
        var exact = new StringBuilder();
        Append(element);
        return InlineMarks.Strip(exact.ToString()).ReplaceLineEndings("\n");

        void Append(HtmlElement parent)
        {
            foreach (var child in parent.Children)
            {
                if (child is HtmlText run)
                    exact.Append(run.Value);
                else if (child is HtmlElement { Name: "br" })
                    exact.Append('\n');
                else if (child is HtmlElement inner && !HtmlNames.Hidden.Contains(inner.Name))
                    Append(inner);
            }
        }
    }

    private bool IsOwnBlock(HtmlElement element) =>
        element.HasBox || element.Name is "img" or "table" or "input" || SpecialKind.Of(element) is not null
        || (element.Name is "ul" or "ol" && !(inCell && IsPlain(element)));

    // a list whose entries have places is one of the page's, in a table that was never closed
    private static bool IsPlain(HtmlElement list) => list.Elements.All(child => !child.HasBox && child.Name != "table" && IsPlain(child));

    // \v marks breaks that the text asked for; line feeds of the source are blanks
    [GeneratedRegex(@"[ \t\r\n\f]+")]
    private static partial Regex Blanks();
}
