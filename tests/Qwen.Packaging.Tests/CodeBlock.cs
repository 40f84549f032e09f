using System.Text;
using System.Text.RegularExpressions;

namespace Qwen.Packaging.Tests;

/// <summary>
/// A piece of C# in a page, written like the text of a <c>Program.cs</c>: usings, statements, then types. A piece without usings
/// goes on with those of the piece before it.
/// </summary>
internal sealed partial class CodeBlock
{
    private readonly IReadOnlyList<string> usings;
    private readonly IReadOnlyList<string> statements;
    private readonly IReadOnlyList<string> types;

    private CodeBlock(string page, int number, string code, IReadOnlyList<string> usingsBefore)
    {
        Page = page;
        Number = number;
        var lines = code.Split('\n');
        var firstType = Array.FindIndex(lines, l => Types().IsMatch(l));
        types = firstType < 0 ? [] : lines[firstType..];
        var rest = (firstType < 0 ? lines : lines[..firstType]).ToLookup(l => Usings().IsMatch(l));
        usings = rest[true].Any() ? [.. rest[true]] : usingsBefore;
        statements = [.. rest[false]];
    }

    /// <summary>The page, relative to the repository.</summary>
    public string Page { get; }

    /// <summary>Its number in that page, from 1.</summary>
    public int Number { get; }

    /// <summary>Name of the class that <see cref="ToClass"/> writes.</summary>
    public string ClassName => NonLetters().Replace($"{Page}_{Number}", "_");

    /// <summary>All C# blocks of a page.</summary>
    public static IReadOnlyList<CodeBlock> ReadAll(string root, string page)
    {
        List<CodeBlock> blocks = [];
        foreach (Match match in Fences().Matches(File.ReadAllText(Path.Combine(root, page))))
            blocks.Add(new CodeBlock(page, blocks.Count + 1, match.Groups[1].Value, blocks.Count == 0 ? [] : blocks[^1].usings));
        return blocks;
    }

    /// <summary>The block as a class with a method <c>RunAsync</c>, so that many can be compiled into one program.</summary>
    public string ToClass() => new StringBuilder()
        .AppendJoin('\n', usings).AppendLine()
        .AppendLine($"internal static class {ClassName}")
        .AppendLine("{")
        .AppendLine("    public static async Task RunAsync()")
        .AppendLine("    {")
        .AppendJoin('\n', statements).AppendLine()
        .AppendLine("        await Task.CompletedTask;")
        .AppendLine("    }")
        .AppendLine("}")
        .AppendJoin('\n', types)
        .ToString();

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^using [\w.]+;")]
    private static partial Regex Usings();

    [GeneratedRegex(@"^((public|internal|sealed|static|partial) )*(class|record|struct|enum|interface) |^\[\w+\]\s*$")]
    private static partial Regex Types();

    [GeneratedRegex(@"\W")]
    private static partial Regex NonLetters();
}
