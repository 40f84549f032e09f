using System.Globalization;

namespace Qwen.Cli.Pictures;

/// <summary>Names of the drawings of a document's pages.</summary>
internal static class PagePath
{
    private const string Drawn = "-drawn";

    /// <summary><c>report-page-2-drawn.png</c> of <c>report-drawn.png</c>, <c>found-page-2.png</c> of <c>found.png</c>.</summary>
    public static string Of(string path, int page)
    {
        var (name, number) = (Path.GetFileNameWithoutExtension(path), string.Create(CultureInfo.InvariantCulture, $"-page-{page}"));
        name = name.EndsWith(Drawn, StringComparison.Ordinal) ? name[..^Drawn.Length] + number + Drawn : name + number;
        return Path.Combine(Path.GetDirectoryName(path) ?? "", name + Path.GetExtension(path));
    }
}
