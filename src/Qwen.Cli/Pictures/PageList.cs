using System.Globalization;

namespace Qwen.Cli.Pictures;

/// <summary>Pages as the command line names them: "3", "1-4,7", "5-".</summary>
internal static class PageList
{
    /// <summary>What is wrong with such a list, before any document is there; null where nothing is.</summary>
    public static string? FindMistake(string pages)
    {
        foreach (var part in pages.Split([',', ';'], StringSplitOptions.TrimEntries))
        {
            var ends = part.Split(['-', '–'], StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || ReadNumber(ends[0]) is not { } first)
                return $"'{pages}' names no pages; write page numbers from 1, such as 1-3,7.";
            if (ends.Length == 2 && ends[1].Length > 0 && !(ReadNumber(ends[1]) >= first))
                return $"'{part}' names no pages; write the smaller number first, such as 1-3.";
        }

        return null;
    }

    private static int? ReadNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
