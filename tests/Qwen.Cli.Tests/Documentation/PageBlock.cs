using System.Text.RegularExpressions;
using Qwen.Testing;

namespace Qwen.Cli.Tests.Documentation;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The page, relative to the repository, with slashes.</param>
/// <param name="Number">Its number in the page, from 1.</param>
/// <param name="Line">The page's line on which its text begins, from 1.</param>
/// <param name="Language">What stands behind the fence; may be empty.</param>
/// <param name="Text">Its text.</param>
internal sealed partial record PageBlock(string Page, int Number, int Line, string Language, string Text)
{
    /// <summary>All pages that people read: the repository's, those of packages and samples, and the documentation.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md", "models/demo/README.md" }
            .Concat(Find("docs", "*.md", SearchOption.AllDirectories))
            .Concat(Directory.GetDirectories(Full("src")).Concat(Directory.GetDirectories(Full("samples")))
                .Select(folder => Relative(Path.Combine(folder, "README.md")))
                .Where(page => File.Exists(Full(page))))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a page, with line feeds alone.</summary>
    public static string Read(string page) => File.ReadAllText(Full(page)).ReplaceLineEndings("\n");

    /// <summary>The blocks of a page.</summary>
    public static IReadOnlyList<PageBlock> ReadAll(string page)
    {
        var text = Read(page);
        return
        [
            .. Fence().Matches(text).Select((match, i) => new PageBlock(
                page, i + 1, text.AsSpan(0, match.Groups[2].Index).Count('\n') + 1, match.Groups[1].Value, match.Groups[2].Value)),
        ];
    }

    /// <summary>Where it stands, for messages.</summary>
    public override string ToString() => $"{Page}({Line})";

    /// <summary>A path of the repository as the machine writes it.</summary>
    public static string Full(string path) => Path.Combine(RepositoryFiles.Root, path);

    private static IEnumerable<string> Find(string folder, string pattern, SearchOption option) =>
        Directory.GetFiles(Full(folder), pattern, option).Select(Relative);

    private static string Relative(string path) => Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/');

    [GeneratedRegex("^[ ]*```([^\n`]*)\n(.*?)^[ ]*```[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
