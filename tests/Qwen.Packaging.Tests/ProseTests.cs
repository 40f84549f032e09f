using Qwen.Testing;

namespace Qwen.Packaging.Tests;

/// <summary>Pages are read in an editor, too: their lines are as long as those of code. The list of changes is left to releases.</summary>
public sealed class ProseTests
{
    private const int Columns = 140;
    private static readonly string[] Rooms = ["docs", "src", "samples", "tests", "training", "benchmarks", "models"];

    [Fact]
    public void Lines_are_wrapped_but_for_rows_of_tables_and_blocks_of_code()
    {
        var wide = Pages()
            .SelectMany(page => Wide(page).Select(line => $"{Path.GetRelativePath(RepositoryFiles.Root, page)}:{line}"))
            .ToList();
        Assert.True(wide.Count == 0, $"Wrap after at most {Columns} columns: {string.Join(", ", wide)}");
    }

    private static IEnumerable<string> Pages() => Rooms
        .SelectMany(room => Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, room), "*.md", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(RepositoryFiles.Root, "*.md").Where(page => Path.GetFileName(page) != "CHANGELOG.md"))
        .Where(page => !page.Replace('\\', '/').Split('/').Any(part => part is "bin" or "obj" or "node_modules"));

    private static IEnumerable<int> Wide(string page)
    {
        var (number, isCode) = (0, false);
        foreach (var line in File.ReadLines(page))
        {
            number++;
            var text = line.TrimStart();
            isCode ^= text.StartsWith("```", StringComparison.Ordinal);
            if (!isCode && line.Length > Columns && text[0] is not ('|' or '<'))
                yield return number;
        }
    }
}
