using System.Globalization;
using Qwen.Perception.Documents.Html;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;

namespace Qwen.Perception.Documents.Blocks;

/// <summary>Turns the tree of a page into its blocks, in reading order; every word of the tree ends up in one of them.</summary>
internal sealed partial class BlockReader
{
    private readonly List<DocumentBlock> blocks = [];
    private readonly BoxReader boxes;
    private readonly int page;
    private readonly RepairLog log;

    private BlockReader(CoordinateMap map, int page, RepairLog log)
    {
        boxes = new BoxReader(map, log);
        this.page = page;
        this.log = log;
    }

    /// <summary>Reads an answer in QwenVL HTML, or any other HTML.</summary>
    /// <param name="answer">The answer, with a Markdown fence or without.</param>
    /// <param name="map">From the model's pixels to the caller's.</param>
    /// <param name="page">Number of the page.</param>
    /// <param name="log">Takes what was mended.</param>
    /// <param name="title">What the head calls the page; usually empty.</param>
    public static IReadOnlyList<DocumentBlock> Read(string answer, CoordinateMap map, int page, RepairLog log, out string title)
    {
        var body = HtmlTree.Parse(AnswerHtml.Find(answer, log), log);
        var reader = new BlockReader(map, page, log);
        reader.AddFlow(body, null);
        title = string.Join('\n', FindTitles(body).Select(element => InlineText.ReadExact(element)).Where(text => text.Length > 0));
        return reader.blocks;
    }

    private static IEnumerable<HtmlElement> FindTitles(HtmlElement element) =>
        element.Elements.SelectMany(child => child.Name == "title" ? [child] : FindTitles(child));

    // blocks as they come; words between them become paragraphs
    private void AddFlow(HtmlElement parent, DocumentBox? box)
    {
        var words = new InlineText();
        foreach (var child in parent.Children)
        {
            if (child is HtmlText
                || (child is HtmlElement inline && (HtmlNames.Inline.Contains(inline.Name) || inline.Name == "br") && !inline.HasBox))
            {
                words.Add(child);
                continue;
            }

            Finish();
            AddBlock((HtmlElement)child);
        }

        Finish();

        void Finish()
        {
            var (finished, first) = (words, box);
            words = new InlineText();
            if (finished.ToString() is { Length: > 0 } text)
            {
                Add(new DocumentBlock { Kind = DocumentBlockKind.Paragraph, Page = page, Box = first, Text = text });
                box = null; // the container's box goes to its first words
            }

            finished.SetAside.ForEach(AddBlock);
        }
    }

    private void AddBlock(HtmlElement element)
    {
        if (element.Name == "title" || HtmlNames.Hidden.Contains(element.Name))
            return;
        var special = SpecialKind.Of(element);
        if (special is not null)
            AddSpecial(element, special.Value);
        else if (HtmlNames.HeadingLevel(element.Name) is var level and > 0)
            AddText(element, DocumentBlockKind.Heading, level);
        else
        {
            switch (element.Name)
            {
                case "img":
                    Add(new DocumentBlock
                    {
                        Kind = DocumentBlockKind.Picture,
                        Page = page,
                        Box = boxes.Read(element),
                        Text = element["alt"].Trim()
                    });
                    break;
                case "input":
                    AddInput(element);
                    break;
                case "table":
                    AddTable(element);
                    break;
                case "ul" or "ol" or "li":
                    AddList(element);
                    break;
                case "pre":
                    AddCode(element);
                    break;
                case "address":
                    AddText(element, DocumentBlockKind.Authors, null);
                    break;
                default:
                    if (element.Elements.Any(child => HtmlNames.Block.Contains(child.Name)))
                        AddFlow(element, boxes.Read(element));
                    else
                        AddText(element, DocumentBlockKind.Paragraph, null);
                    break;
            }
        }
    }

    private void AddCode(HtmlElement element)
    {
        var code = element.Elements.FirstOrDefault(child => child.Name == "code");
        var (text, box) = (InlineText.ReadLines(element), boxes.Read(element));
        if (text.Length == 0 && box is null)
            return;
        var language = CodeLanguage.Of(element) ?? (code is null ? null : CodeLanguage.Of(code));
        Add(new DocumentBlock { Kind = DocumentBlockKind.Code, Page = page, Box = box, Text = text, Language = language });
    }

    private void AddText(HtmlElement element, DocumentBlockKind kind, int? level)
    {
        var words = new InlineText();
        words.AddContent(element);
        var text = words.ToString();
        var box = boxes.Read(element);
        if (text.Length > 0 || box is not null)
            Add(new DocumentBlock { Kind = kind, Page = page, Box = box, Text = text, Level = level });
        foreach (var inner in words.SetAside)
        {
            if (kind == DocumentBlockKind.Authors && inner.Name == "p")
                AddText(inner, kind, level);
            else
                AddBlock(inner);
        }
    }

    // a field shows its value, or else what is to be put in
    private void AddInput(HtmlElement element)
    {
        var text = element["value"].Trim() is { Length: > 0 } value ? value : element["placeholder"].Trim();
        if (InlineText.CheckMark(element) is { } check)
            text = $"{check} {text}".TrimEnd();
        if (text.Length > 0)
            Add(new DocumentBlock { Kind = DocumentBlockKind.Paragraph, Page = page, Box = boxes.Read(element), Text = text });
    }

    private void AddList(HtmlElement list)
    {
        var items = new List<DocumentListItem>();
        var setAside = new List<HtmlElement>();
        if (list.Name == "li")
            AddItem(list, null, 0, items, setAside);
        else
            AddItems(list, 0, items, setAside);
        var box = (list.Name == "li" ? null : boxes.Read(list)) ?? BoxReader.Around([null, .. items.Select(item => item.Box)]);
        if (items.Count > 0 || box is not null)
            Add(new DocumentBlock { Kind = DocumentBlockKind.List, Page = page, Box = box, Items = items });
        setAside.ForEach(AddBlock);
    }

    private void AddItems(HtmlElement list, int depth, List<DocumentListItem> items, List<HtmlElement> setAside)
    {
        int? number = list.Name != "ol" ? null
            : int.TryParse(list["start"], NumberStyles.None, CultureInfo.InvariantCulture, out var start) && start < 1_000_000 ? start
            : 1;
        foreach (var child in list.Children)
        {
            switch (child)
            {
                case HtmlText text when !string.IsNullOrWhiteSpace(text.Value):
                    items.Add(new DocumentListItem { Text = InlineMarks.Strip(text.Value).Trim(), Depth = depth });
                    break;
                case HtmlElement { Name: "li" } item:
                    AddItem(item, number, depth, items, setAside);
                    number++;
                    break;
                case HtmlElement { Name: "ul" or "ol" } inner:
                    AddItems(inner, depth + 1, items, setAside);
                    break;
                case HtmlElement other:
                    setAside.Add(other);
                    break;
            }
        }
    }

    private void AddItem(HtmlElement item, int? number, int depth, List<DocumentListItem> items, List<HtmlElement> setAside)
    {
        var adopted = InlineText.FindAdopted(item);
        var words = new InlineText(adopted);
        words.AddContent(item);
        var box = boxes.Read(adopted ?? item);
        var text = words.ToString();
        if (text.Length > 0 || box is not null)
        {
            items.Add(new DocumentListItem
            {
                Text = InlineMarks.ToPlain(text),
                Marked = InlineMarks.Any(text) ? text : null,
                Number = number,
                Depth = depth,
                Box = box,
            });
        }


        foreach (var inner in words.SetAside)
        {
            if (inner.Name is "ul" or "ol")
                AddItems(inner, depth + 1, items, setAside);
            else
                setAside.Add(inner);
        }
    }

    private void Add(DocumentBlock block) =>
        blocks.Add(InlineMarks.Any(block.Text) ? block with { Text = InlineMarks.ToPlain(block.Text), Marked = block.Text } : block);
}
