using System.Text;
using System.Text.RegularExpressions;
using Qwen.Perception.Documents.Blocks;
using Qwen.Perception.Documents.Html;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Documents;

/// <summary>
/// Writes QwenVL HTML for people: without boxes and text colours, one block a line, well formed. Scripts, event handlers and
/// references to other places go too, because a page's text may have talked the model into them.
/// </summary>
/// <param name="dropDetails">
/// Whether descriptions of pictures, tables of charts, music and chemistry are removed, as in the notebook of the model's authors.
/// </param>
internal sealed partial class HtmlCleaner(bool dropDetails)
{
    private static readonly string[] Attributes =
        [
            "class", "style", "colspan", "rowspan", "format", "alt", "lang", "dir", "start", "value", "placeholder", "type", "title",
            "href", "src", "checked", "selected", "open"
        ];

    private readonly StringBuilder html = new();

    /// <summary>The blocks of an answer, one a line.</summary>
    public string Clean(string answer)
    {
        var log = new RepairLog();
        foreach (var child in HtmlTree.Parse(AnswerHtml.Find(answer, log), log).Children)
        {
            if (child is HtmlText text && string.IsNullOrWhiteSpace(text.Value))
                continue;
            Write(child);
            html.Append('\n');
        }

        return html.ToString();
    }

    /// <summary>Text as HTML.</summary>
    public static string Encode(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private void Write(HtmlNode node)
    {
        if (node is HtmlText text)
            html.Append(Encode(text.Value));
        if (node is not HtmlElement element || element.Name is "script" or "iframe" or "object" or "embed" or "base" or "meta" or "link")
            return;
        if (element.Name == "style")
        {
            WriteStyle(element);
            return;
        }

        var kind = dropDetails ? SpecialKind.Of(element) : null;
        html.Append('<').Append(element.Name);
        foreach (var name in Attributes)
        {
            if (element.Attributes.TryGetValue(name, out var value))
                WriteAttribute(name, Clean(name, value, kind));
        }

        if (HtmlNames.Void.Contains(element.Name))
        {
            html.Append("/>");
            return;
        }

        html.Append('>');
        if (kind is not (DocumentBlockKind.PictureWithCaption or DocumentBlockKind.Music or DocumentBlockKind.Chemistry
            or DocumentBlockKind.Chart))
            element.Children.ForEach(Write);
        html.Append("</").Append(element.Name).Append('>');
    }

    private void WriteStyle(HtmlElement element)
    {
        var css = string.Concat(element.Children.OfType<HtmlText>().Select(text => text.Value));
        if (!Reference().IsMatch(css) && !css.Contains('<', StringComparison.Ordinal))
            html.Append("<style>").Append(css).Append("</style>");
    }

    private void WriteAttribute(string name, string value)
    {
        if (name is "checked" or "selected" or "open")
            html.Append(' ').Append(name).Append("=\"\""); // being there is what they say
        else if (value.Length > 0)
            html.Append(' ').Append(name).Append("=\"").Append(Encode(value).Replace("\"", "&quot;")).Append('"');
    }

    // an empty value leaves the attribute out
    private static string Clean(string name, string value, DocumentBlockKind? kind) => name switch
    {
        "style" => Reference().IsMatch(value) ? "" : TextColour().Replace(value, "").Trim(),
        "class" when kind == DocumentBlockKind.PictureWithCaption => "image",
        "class" => string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part is "formula.machine_printed" or "formula.handwritten" ? "formula" : part).Distinct()),
        "format" when kind is not null => "",
        "href" => value.StartsWith('#') || SafeLink().IsMatch(value) ? value : "",
        "src" => value.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) || RelativePath().IsMatch(value) ? value : "",
        _ => value,
    };

    [GeneratedRegex(@"(?<![-\w])color\s*:[^;]*;?", RegexOptions.IgnoreCase)]
    private static partial Regex TextColour();

    [GeneratedRegex(@"(?:url|src|image|image-set|cross-fade|expression)\s*\(|@import|\\", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\s*(?:https?|mailto):", RegexOptions.IgnoreCase)]
    private static partial Regex SafeLink();

    [GeneratedRegex(@"^[\w.-]+(?:/[\w.-]+)*$")]
    private static partial Regex RelativePath();
}
