namespace Qwen.Perception.Documents.Html;

/// <summary>The sentences for what the HTML readers mend.</summary>
internal static class HtmlRepairs
{
    public const string CutOff = "The HTML ends before it is complete: its last block may be incomplete.";
    public const string Tag = "Closed a tag that lacked its '>'.";
    public const string Quote = "Read an attribute without its closing quote.";
    public const string StrayEnd = "Ignored end tags that close nothing.";
    public const string Order = "Closed elements whose end tags are missing or in the wrong order.";
    public const string Depth = "Flattened elements that are nested too deeply.";
    public const string Outside = "Left out text before or after the HTML; it is in the raw text.";
    public const string NoHtml = "The answer holds no HTML: its lines became paragraphs.";
    public const string NoBox = "Left out boxes that cannot be read.";
    public const string Reversed = "Swapped the corners of reversed boxes.";
    public const string Clamped = "Moved coordinates beyond the page to its edge.";
    public const string Beyond = "Left out boxes that lie outside the page or have no area.";
    public const string Formula = "Closed a formula that lacked its end.";
}
