using Qwen.Shared.Answers;

namespace Qwen.Perception.Documents.Html;

/// <summary>Builds the tree of what a page shows, whatever end tags are missing, too many or out of order.</summary>
internal sealed class HtmlTree
{
    private const int MaxDepth = 64;

    private readonly List<HtmlElement> open = [new("body", HtmlToken.None)];
    private readonly RepairLog log;
    private bool htmlStarted;
    private bool htmlEnded;

    private HtmlTree(RepairLog log) => this.log = log;

    /// <summary>Reads HTML.</summary>
    /// <param name="html">A document or a part of one, without a Markdown fence.</param>
    /// <param name="log">Takes what was mended.</param>
    /// <returns>The body: its children are the page's blocks.</returns>
    public static HtmlElement Parse(string html, RepairLog log)
    {
        var tree = new HtmlTree(log);
        var tokens = new HtmlTokenizer(html, log);
        while (tokens.Read(out var token))
        {
            switch (token.Kind)
            {
                case HtmlTokenKind.Text:
                    tree.AddText(token.Value);
                    break;
                case HtmlTokenKind.Start:
                    tree.Start(token);
                    break;
                default:
                    tree.End(token.Value);
                    break;
            }
        }

        if (tokens.EndedInTag || (tree.htmlStarted && !tree.htmlEnded)
            || tree.open.Skip(1).Any(element => !HtmlNames.OptionalEnd.Contains(element.Name)))
            log.Add(HtmlRepairs.CutOff);
        return tree.open[0];
    }

    private void AddText(string text)
    {
        if (open[^1].Name == "head" && !string.IsNullOrWhiteSpace(text))
            open.RemoveAt(open.Count - 1);
        open[^1].Children.Add(new HtmlText(text));
    }

    private void Start(HtmlToken token)
    {
        var name = token.Value;
        if (name is "html" or "body")
        {
            htmlStarted |= name == "html";
            CloseUpTo("head", "");
            return;
        }

        if (!HtmlNames.Head.Contains(name))
            CloseUpTo("head", "");
        CloseBefore(name);
        var element = new HtmlElement(name, token.Attributes);
        open[^1].Children.Add(element);
        if (HtmlNames.Void.Contains(name))
            return;
        if (open.Count < MaxDepth)
            open.Add(element);
        else
            log.Add(HtmlRepairs.Depth);
    }

    // what a start tag ends by itself
    private void CloseBefore(string name)
    {
        switch (name)
        {
            case "li":
                CloseUpTo("li", "ul ol table");
                return;
            case "td" or "th":
                CloseUpTo("td th", "table");
                return;
            case "tr":
                CloseUpTo("tr", "table");
                return;
            case "thead" or "tbody" or "tfoot":
                CloseUpTo("thead tbody tfoot", "table");
                return;
            case "dt" or "dd":
                CloseUpTo("dt dd", "dl");
                return;
            case "option":
                CloseUpTo("option", "select");
                return;
        }

        if (!HtmlNames.Block.Contains(name))
            return;
        var top = open.FindLastIndex(element => !HtmlNames.Inline.Contains(element.Name));
        if (top <= 0 || !(open[top].Name == "p" || HtmlNames.HeadingLevel(open[top].Name) > 0))
            return;
        if (open[top].Name != "p" || top < open.Count - 1)
            log.Add(HtmlRepairs.Order);
        open.RemoveRange(top, open.Count - top);
    }

    // closes the innermost of the named elements, unless one of the bounds comes before
    private void CloseUpTo(string names, string bounds)
    {
        for (var i = open.Count - 1; i > 0; i--)
        {
            if (Contains(bounds, open[i].Name))
                return;
            if (!Contains(names, open[i].Name))
                continue;
            Close(i);
            return;
        }
    }

    private void End(string name)
    {
        if (name is "html" or "body")
        {
            if (name == "body" && htmlEnded)
                log.Add(HtmlRepairs.Order);
            htmlEnded |= name == "html";
            CloseUpTo("head", "");
            return;
        }

        var isTablePart = name is "table" or "tr" or "td" or "th" or "thead" or "tbody" or "tfoot";
        for (var i = open.Count - 1; i > 0; i--)
        {
            if (open[i].Name == name)
            {
                Close(i);
                return;
            }

            // what stands in a cell cannot end what stands round its table; a row cannot end another table's
            if (isTablePart ? open[i].Name == "table" : open[i].Name is "td" or "th" or "table")
                break;
        }

        if (!HtmlNames.Void.Contains(name))
            log.Add(HtmlRepairs.StrayEnd);
    }

    private void Close(int index)
    {
        if (open.Skip(index + 1).Any(element => !HtmlNames.OptionalEnd.Contains(element.Name)))
            log.Add(HtmlRepairs.Order);
        open.RemoveRange(index, open.Count - index);
    }

    private static bool Contains(string names, string name) =>
        names.Length > 0 && names.Split(' ').Contains(name);
}
