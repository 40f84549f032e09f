using Spectre.Console.Rendering;

namespace Qwen.Cli.Terminal;

/// <summary>Breaks lines for narrow terminals, which by themselves break words.</summary>
internal static class LineFold
{
    private const string Indent = "  ";

    /// <summary>The parts of a line: as many words as fit, from the second part on indented.</summary>
    /// <param name="line">One line.</param>
    /// <param name="width">Columns there are.</param>
    public static IEnumerable<string> Fold(string line, int width)
    {
        while (CellsOf(line) > width)
        {
            var cut = FindCut(line, width);
            if (cut <= 0)
                break; // a word that is longer alone
            yield return line[..cut].TrimEnd();
            line = Indent + line[cut..].TrimStart();
        }

        yield return line;
    }

    /// <summary>Columns that a text takes: two for a letter of Chinese.</summary>
    public static int CellsOf(string text) => text.Length == 0 ? 0 : new Segment(text).CellCount();

    // where the last word begins that does not fit; 0 where that would be the first
    private static int FindCut(string line, int width)
    {
        var start = line.Length - line.TrimStart().Length;
        for (var cut = line.LastIndexOf(' '); cut > start; cut = line.LastIndexOf(' ', cut - 1))
        {
            if (CellsOf(line[..cut].TrimEnd()) <= width)
                return cut;
        }

        // not even the first word fits: it stands alone
        return line.IndexOf(' ', start);
    }
}
