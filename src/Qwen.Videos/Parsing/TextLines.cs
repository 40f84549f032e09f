using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Videos.Parsing;

/// <summary>Reads a list of texts: lines, bullets, numbered points, or the rows of a table.</summary>
internal static partial class TextLines
{
    /// <summary>The texts in order, each once.</summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="numbered">Whether numbers at the start of lines count them rather than belong to the text.</param>
    public static IReadOnlyList<string> Parse(string answer, bool numbered)
    {
        var tables = MarkdownTable.FindAll(answer);
        var lines = tables.Count > 0
            ? tables.SelectMany(table => table.Rows.Skip(table.HasHeader ? 1 : 0))
                .Select(row => string.Join(' ', row.Where(cell => cell.Length > 0)))
            : LineParser.Parse(answer)
                .Select(line => Bullet().Replace(line, ""))
                .Select(line => numbered ? Number().Replace(line, "") : line);
        return [.. lines.Select(Tidy).Where(line => line.Length > 0 && !Nothing().IsMatch(line)).Distinct()];
    }

    private static string Tidy(string line) =>
        string.Join(' ', line.Replace("**", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^[-*•]\s+")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^\d{1,3}[.)、]\s*")]
    private static partial Regex Number();

    [GeneratedRegex(
        @"^(?:(?:there is|the video (?:shows|contains|has)) )?no (?:visible |readable )?text\b|^(?:none|n/a)\.?$|^(?:视频中)?没有(?:任何)?文字",
        RegexOptions.IgnoreCase)]
    private static partial Regex Nothing();
}
