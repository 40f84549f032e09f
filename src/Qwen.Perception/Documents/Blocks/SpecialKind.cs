using Qwen.Perception.Documents.Html;

namespace Qwen.Perception.Documents.Blocks;

/// <summary>Recognises by their classes the elements that the format gives a meaning of its own.</summary>
internal static class SpecialKind
{
    private static readonly char[] Separators = [' ', '\t', '\n', '\r', '.', '_'];

    /// <summary>The kind; null for an ordinary element.</summary>
    public static DocumentBlockKind? Of(HtmlElement element)
    {
        if (element.Name is not ("div" or "figure"))
            return null;

        // "formula.machine_printed" is a formula too
        var classes = element["class"].Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (classes.Contains("chemical"))
            return DocumentBlockKind.Chemistry;
        if (classes.Contains("music"))
            return DocumentBlockKind.Music;
        if (classes.Contains("chart"))
            return DocumentBlockKind.Chart;
        if (classes.Contains("formula"))
            return DocumentBlockKind.Formula;
        if (!classes.Contains("image"))
            return null;
        return classes.Contains("caption") ? DocumentBlockKind.PictureWithCaption
            : classes.Contains("ocr") ? DocumentBlockKind.PictureWithText
            : DocumentBlockKind.Picture;
    }
}
