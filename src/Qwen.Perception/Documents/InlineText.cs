using System.Text;
using System.Text.RegularExpressions;
using Qwen.Perception.Documents.Html;

namespace Qwen.Perception.Documents;

/// <summary>Collects the words of an element; what is a block of its own is set aside for its turn.</summary>
internal sealed partial class InlineText
{
    private readonly StringBuilder text = new();
    private readonly HtmlElement? adopted;

    /// <param name="adopted">An element whose words belong to the text though it has a box of its own.</param>
    public InlineText(HtmlElement? adopted = null) => this.adopted = adopted;

    /// <summary>Blocks that were met within.</summary>
    public List<HtmlElement> SetAside { get; } = [];

    /// <summary>The words: blanks joined, one line feed for each break.</summary>
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
            text.Append(run.Value);
        if (node is not HtmlElement element || HtmlNames.Hidden.Contains(element.Name))
            return;
        if (element.Name == "br")
            text.Append('\v');
        else if (element != adopted && IsOwnBlock(element))
            SetAside.Add(element);
        else if (HtmlNames.Inline.Contains(element.Name))
            AddContent(element);
        else
        {
            text.Append('\v');
            AddContent(element);
            text.Append('\v');
        }
    }

    /// <summary>Text with its line breaks and blanks as they are, for notations to which they matter.</summary>
    public static string ReadExact(HtmlElement element)
    {
        var exact = new StringBuilder();
        Append(element);
        return exact.ToString().ReplaceLineEndings("\n").Trim();

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

    private static bool IsOwnBlock(HtmlElement element) =>
        element.HasBox || element.Name is "img" or "table" or "ul" or "ol" or "input" || SpecialKind.Of(element) is not null;

    // \v marks breaks that the text asked for; line feeds of the source are blanks
    [GeneratedRegex(@"[ \t\r\n\f]+")]
    private static partial Regex Blanks();
}
