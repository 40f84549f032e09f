using System.Text.RegularExpressions;

namespace Qwen.Perception.Parsing;

/// <summary>
/// Turns tables that were drawn with letters, <c>+---+---+</c> or <c>├───┼───┤</c>, into Markdown; everything else stays as it is.
/// </summary>
internal static partial class RuledTable
{
    /// <summary>The answer with such tables as Markdown.</summary>
    public static string ToMarkdown(string answer)
    {
        if (!Drawn().IsMatch(answer))
            return answer;
        var lines = Straight(answer).Split('\n');
        var text = new List<string>(lines.Length);
        for (var i = 0; i < lines.Length;)
        {
            var end = i;
            while (end < lines.Length && (IsRule(lines[end]) || IsRow(lines[end])))
                end++;
            if (end - i < 2 || !lines[i..end].Any(IsRule))
                text.Add(lines[i++]);
            else
            {
                Add(lines[i..end], text);
                i = end;
            }
        }

        return string.Join('\n', text);
    }

    // a double line, or the only one within, parts the header from the rows
    private static void Add(string[] lines, List<string> text)
    {
        var first = Array.FindIndex(lines, line => !IsRule(line));
        var last = Array.FindLastIndex(lines, line => !IsRule(line));
        if (first < 0)
            return;
        var within = Enumerable.Range(first, last - first).Where(i => IsRule(lines[i])).ToList();
        var header = within.FindIndex(i => lines[i].Contains('=', StringComparison.Ordinal)) is >= 0 and var marked ? within[marked]
            : within.Count == 1 ? within[0] : -1;
        var cells = lines[first].Trim().Trim('|').Split('|').Length;
        for (var i = first; i <= last; i++)
        {
            if (!IsRule(lines[i]))
                text.Add($"| {lines[i].Trim().Trim('|')} |");
            else if (i == header)
                text.Add("|" + string.Concat(Enumerable.Repeat(" --- |", cells)));
        }
    }

    private static bool IsRow(string line) => line.Contains('|', StringComparison.Ordinal);

    private static bool IsRule(string line) => Rule().IsMatch(line);

    private static string Straight(string text) => string.Concat(text.ReplaceLineEndings("\n").Select(letter => letter switch
    {
        '│' or '┃' or '║' or '┆' or '┊' => '|',
        '═' => '=',
        '─' or '━' or '┄' or '┈' => '-',
        >= '\u250C' and <= '\u256C' => '+',
        _ => letter,
    }));

    [GeneratedRegex(@"^[ \t]*(?:\+(?:[-=]+\+)+|-{2,}(?:\+-{2,})+|[┌┍┎┏├┝┞┟┠┡┢┣╔╠╒╞╟][─━═┼┬╪╬╦╤┿╂╋┳]+.*)[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex Drawn();

    [GeneratedRegex(@"^[ \t]*\+?(?:[-=:]{2,}[+|]?)+[ \t]*$|^[ \t]*\+(?:[-=:]+\+)+[ \t]*$")]
    private static partial Regex Rule();
}
