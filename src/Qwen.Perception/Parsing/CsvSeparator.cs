namespace Qwen.Perception.Parsing;

/// <summary>Finds out what parts the cells of a line.</summary>
internal static class CsvSeparator
{
    /// <summary>The sign that most lines hold equally often; null where there is none.</summary>
    public static char? Choose(string text)
    {
        var lines = Lines(text).Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        if (lines.Count == 0)
            return null;
        var best = (Sign: (char?)null, Share: 0.0);

        // the rarer a sign is in words, the earlier it is asked; a comma has to part the lines better than the others, or into more cells
        foreach (var sign in "\t;|,")
        {
            var usual = lines.Select(line => line.Count(c => c == sign)).Where(count => count > 0)
                .GroupBy(count => count).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).FirstOrDefault();
            if (usual is null)
                continue;
            var share = usual.Count() / (double)lines.Count;
            if (share > best.Share && !(sign == ',' && best.Share > 0.5 && HasDecimalCommas(lines)))
                best = (sign, share);
        }

        return best.Sign;
    }

    // "2,50": a comma between digits
    private static bool HasDecimalCommas(List<string> lines) =>
        lines.All(line => Enumerable.Range(0, line.Length).Where(i => line[i] == ',').All(
            i => i > 0 && i + 1 < line.Length && char.IsAsciiDigit(line[i - 1]) && char.IsAsciiDigit(line[i + 1])));

    // without what stands in quotes
    private static IEnumerable<string> Lines(string text)
    {
        var quoted = false;
        var line = new System.Text.StringBuilder();
        foreach (var c in text)
        {
            if (c == '"')
                quoted = !quoted;
            else if (!quoted && c == '\n')
            {
                yield return line.ToString();
                line.Clear();
            }
            else if (!quoted)
                line.Append(c);
        }

        yield return line.ToString();
    }
}
