using System.Collections;
using System.Globalization;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Documents;

/// <summary>
/// Which pages are wanted, ascending, each once: "3", "1-4, 7", "5-". They are counted, not kept: a document may say that it has any
/// number.
/// </summary>
internal sealed class PageNumbers : IEnumerable<int>
{
    private readonly List<(int First, int Last)> ranges = [];

    private PageNumbers(List<(int First, int Last)> wanted)
    {
        // ranges that touch or overlap become one
        foreach (var (first, last) in wanted.Order())
        {
            if (ranges.Count > 0 && first <= ranges[^1].Last + 1L)
                ranges[^1] = (ranges[^1].First, Math.Max(ranges[^1].Last, last));
            else
                ranges.Add((first, last));
        }

        Count = ranges.Sum(range => range.Last - range.First + 1L);
    }

    /// <summary>How many there are.</summary>
    public long Count { get; }

    /// <summary>Reads which pages are wanted.</summary>
    /// <param name="pages">What is wanted; null or empty for all.</param>
    /// <param name="count">Pages there are.</param>
    /// <param name="limit">Pages that one call may take; null for any number.</param>
    /// <exception cref="QwenException">It names no pages, pages that are not there, or too many.</exception>
    public static PageNumbers Parse(string? pages, int count, int? limit)
    {
        var ranges = new List<(int, int)>();
        if (string.IsNullOrWhiteSpace(pages))
            ranges.Add((1, count));
        else
        {
            foreach (var part in pages.Split([',', ';'], StringSplitOptions.TrimEntries))
            {
                var ends = part.Split(['-', '–'], StringSplitOptions.TrimEntries);
                var first = ReadNumber(ends[0], pages);
                var last = ends.Length == 1 ? first : ends[1].Length == 0 ? Math.Max(first, count) : ReadNumber(ends[1], pages);
                if (ends.Length > 2 || last < first)
                    throw Unreadable(pages);
                if (last > count)
                    throw new QwenException($"There is no page {last}: the document has {count} {(count == 1 ? "page" : "pages")}.");
                ranges.Add((first, last));
            }
        }

        var wanted = new PageNumbers(ranges);
        return wanted.Count > limit
            ? throw new QwenException(
                $"These are more than {limit} pages: ask for them in several calls, for example pages \"1-{limit}\" first.")
            : wanted;
    }

    /// <summary>What is wrong with a list of pages, before there is a document; null where nothing is.</summary>
    public static string? FindMistake(string pages)
    {
        try
        {
            _ = string.IsNullOrWhiteSpace(pages) ? throw Unreadable(pages) : Parse(pages, int.MaxValue, limit: null);
            return null;
        }
        catch (QwenException error)
        {
            return error.Message;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        foreach (var (first, last) in ranges)
        {
            for (var page = (long)first; page <= last; page++)
                yield return (int)page;
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int ReadNumber(string text, string pages) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Unreadable(pages);

    private static QwenException Unreadable(string pages) =>
        new($"'{(pages.Length > 60 ? pages[..57] + "..." : pages)}' names no pages: write page numbers from 1, for example \"1-3, 7\".");
}
