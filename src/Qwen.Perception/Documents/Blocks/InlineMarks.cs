using System.Buffers;
using System.Text;

namespace Qwen.Perception.Documents.Blocks;

/// <summary>
/// Signs within a text for what its letters do not say: what is raised, lowered or struck, and blanks that matter. They are code points
/// that Unicode keeps out of texts; <see cref="ToPlain"/> and <see cref="ToTags"/> turn them into what a reader understands.
/// </summary>
internal static class InlineMarks
{
    /// <summary>A blank that stays, however many stand together.</summary>
    public const char Blank = '\uFDD6';

    private const char First = '\uFDD0', Last = Blank;
    private const string Names = "sup sub del";

    private static readonly SearchValues<char> All = SearchValues.Create("\uFDD0\uFDD1\uFDD2\uFDD3\uFDD4\uFDD5\uFDD6");

    /// <summary>Where something of a kind begins; null for an element that is written as its words.</summary>
    public static char? StartOf(string element) => element switch
    {
        "sup" => First,
        "sub" => (char)(First + 2),
        "del" or "s" or "strike" => (char)(First + 4),
        _ => null,
    };

    /// <summary>Where it ends.</summary>
    public static char EndOf(char start) => (char)(start + 1);

    /// <summary>Whether a text holds any.</summary>
    public static bool Any(string text) => text.AsSpan().ContainsAny(All);

    /// <summary>A text that a model wrote, which cannot mean these signs.</summary>
    public static string Strip(string text) => Any(text) ? string.Concat(text.Where(c => c is < First or > Last)) : text;

    /// <summary>For the field of a result: "10⁶", "x_{max}", "~~100~~".</summary>
    public static string ToPlain(string text) => Write(text, static (kind, inner, before) => kind switch
    {
        "sup" => RaisedText.Raise(inner, before),
        "sub" => RaisedText.Lower(inner),
        _ => $"~~{inner}~~",
    });

    /// <summary>For HTML and for Markdown, whose dialects take these elements: the text is encoded already.</summary>
    public static string ToTags(string text) => Write(text, static (kind, inner, _) => $"<{kind}>{inner}</{kind}>");

    /// <summary>For Markdown: as <see cref="ToTags"/>, and tildes round what is struck.</summary>
    public static string ToMarkdown(string text) => Write(text, static (kind, inner, _) =>
        kind == "del" && inner[0] is not (' ' or '~') && inner[^1] is not (' ' or '~') && !inner.Contains('\n', StringComparison.Ordinal)
            ? $"~~{inner}~~"
            : $"<{kind}>{inner}</{kind}>");

    private static string Write(string text, Func<string, string, char, string> write)
    {
        if (!Any(text))
            return text;
        var names = Names.Split(' ');
        var open = new Stack<StringBuilder>();
        open.Push(new StringBuilder(text.Length + 16));
        foreach (var c in text)
        {
            if (c is < First or > Last)
                open.Peek().Append(c);
            else if (c == Blank)
                open.Peek().Append(' ');
            else if ((c - First) % 2 == 0)
                open.Push(new StringBuilder());
            else if (open.Count > 1)
            {
                var inner = open.Pop().ToString();
                var outer = open.Peek();
                if (inner.Length > 0)
                    outer.Append(write(names[(c - First) / 2], inner, outer.Length > 0 ? outer[^1] : '\0'));
            }
        }

        // what was never ended is words
        while (open.Count > 1)
        {
            var inner = open.Pop();
            open.Peek().Append(inner);
        }

        return open.Peek().ToString();
    }
}
