using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Qwen.Testing;

namespace Qwen.Benchmarks;

/// <summary>
/// Long transcriptions in the model's wire forms, made of the project's own documents: what is asked in words, and the answer that a model
/// would write. The first two repeat what their prompt says, the others only themselves.
/// </summary>
internal static class Transcripts
{
    private const int Words = 220, LineWords = 8, LineHeight = 22, Left = 48, Width = 620;

    /// <summary>Name, prompt and answer of each.</summary>
    public static IEnumerable<(string Name, string Prompt, string Answer)> All()
    {
        var text = Prose("docs/devices.md");
        var rows = Rows("benchmarks/LOG.md");
        yield return ("text put right, one word in twenty", $"Correct the spelling:\n{Misspelt(text)}", text);
        yield return (
            "table of the prompt to HTML", $"QwenVL HTML\n{string.Join('\n', rows.Select(row => $"| {string.Join(" | ", row)} |"))}",
            Page(Table(rows)));
        yield return ("page of a picture to QwenVL HTML, text", "QwenVL HTML", Page(Paragraphs(text)));
        yield return ("page of a picture to QwenVL HTML, table", "QwenVL HTML", Page(Table(rows)));
        yield return (
            "lines of a picture as JSON", "Spotting all the text in the image with line-level, and output in JSON format.", Spotted(text));
    }

    // paragraphs of prose without marks; the first words of them
    private static string Prose(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryFiles.Root, file)).Where(line => line.Length > 60 && char.IsLetter(line[0]));
        return string.Join(' ', string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(Words));
    }

    // the first table of at least eight rows
    private static List<string[]> Rows(string file)
    {
        var rows = new List<string[]>();
        foreach (var line in File.ReadLines(Path.Combine(RepositoryFiles.Root, file)))
        {
            if (line.StartsWith('|'))
            {
                if (!line.StartsWith("|---", StringComparison.Ordinal))
                    rows.Add([.. line.Trim('|').Split('|', StringSplitOptions.TrimEntries)]);
                continue;
            }

            if (rows.Count >= 8)
                break;
            rows.Clear();
        }

        return rows;
    }

    private static string Misspelt(string text) => string.Join(
        ' ', text.Split(' ').Select((word, i) => i % 20 == 10 && word.Length > 3 ? $"{word[..1]}{word[2]}{word[1]}{word[3..]}" : word));

    private static string Page(string body) => $"```html\n<html><body>\n{body}</body></html>\n```";

    private static string Paragraphs(string text)
    {
        var html = new StringBuilder();
        foreach (var (paragraph, i) in text.Split(". ").Select((paragraph, i) => (paragraph, i)))
        {
            var top = 60 + i * 4 * LineHeight;
            html.Append(
                CultureInfo.InvariantCulture,
                $"<p data-bbox=\"{Left} {top} {Left + Width} {top + 3 * LineHeight}\">{WebUtility.HtmlEncode(paragraph)}.</p>\n");
        }

        return html.ToString();
    }

    private static string Table(List<string[]> rows)
    {
        var html = new StringBuilder("<table data-bbox=\"48 60 668 540\">\n");
        foreach (var row in rows)
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{WebUtility.HtmlEncode(cell)}</td>")).Append("</tr>\n");
        return html.Append("</table>\n").ToString();
    }

    private static string Spotted(string text)
    {
        var items = text.Split(' ').Chunk(LineWords).Select(
            (words, i) => string.Create(
                CultureInfo.InvariantCulture,
                $"\t{{\"bbox_2d\": [{Left}, {60 + i * LineHeight}, "
                + $"{Left + 40 * words.Length + 7 * i % 60}, {60 + (i + 1) * LineHeight - 4}], "
                + $"\"text_content\": {JsonSerializer.Serialize(string.Join(' ', words))}}}"));
        return $"```json\n[\n{string.Join(",\n", items)}\n]\n```";
    }
}
