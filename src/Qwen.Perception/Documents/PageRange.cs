using System.Globalization;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Documents;

/// <summary>Reads which pages are wanted: "3", "1-4, 7", "5-".</summary>
internal static class PageRange
{
    /// <summary>The numbers of the pages, ascending, each once.</summary>
    /// <param name="pages">What is wanted; null or empty for all.</param>
    /// <param name="count">Pages there are.</param>
    /// <param name="limit">Pages that one call may take.</param>
    /// <exception cref="QwenException">It names no pages, pages that are not there, or too many.</exception>
    public static IReadOnlyList<int> Parse(string? pages, int count, int limit)
    {
        var wanted = new SortedSet<int>();
        if (string.IsNullOrWhiteSpace(pages))
            AddRange(wanted, 1, count, limit);
        else
        {
            foreach (var part in pages.Split([',', ';'], StringSplitOptions.TrimEntries))
            {
                var ends = part.Split(['-', '–'], StringSplitOptions.TrimEntries);
                var first = ReadNumber(ends[0], pages);
                var last = ends.Length == 1 ? first : ends[1].Length == 0 ? count : ReadNumber(ends[1], pages);
                if (ends.Length > 2 || last < first)
                    throw Unreadable(pages);
                if (last > count)
                    throw new QwenException($"There is no page {last}: the document has {count} {(count == 1 ? "page" : "pages")}.");
                AddRange(wanted, first, last, limit);
            }
        }

        return [.. wanted];
    }

    private static void AddRange(SortedSet<int> wanted, int first, int last, int limit)
    {
        for (var page = first; page <= last; page++)
        {
            wanted.Add(page);
            if (wanted.Count > limit)
                throw new QwenException(
                    $"These are more than {limit} pages: ask for them in several calls, for example pages \"1-{limit}\" first.");
        }
    }

    private static int ReadNumber(string text, string pages) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Unreadable(pages);

    private static QwenException Unreadable(string pages) =>
        new($"'{(pages.Length > 60 ? pages[..57] + "..." : pages)}' names no pages: write page numbers from 1, for example \"1-3, 7\".");
}
