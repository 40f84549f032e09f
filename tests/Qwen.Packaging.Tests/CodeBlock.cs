using System.Text;
using System.Text.RegularExpressions;

namespace Qwen.Packaging.Tests;

/// <summary>A piece of C# in a page, written like the text of a <c>Program.cs</c>: usings, statements, then types.</summary>
/// <param name="Page">The page, relative to the repository.</param>
/// <param name="Number">Its number in that page, from 1.</param>
/// <param name="Code">The code.</param>
internal sealed partial record CodeBlock(string Page, int Number, string Code)
{
    /// <summary>Name of the class that <see cref="ToClass"/> writes.</summary>
    public string ClassName => NonLetters().Replace($"{Page}_{Number}", "_");

    /// <summary>All C# blocks of a page.</summary>
    public static IEnumerable<CodeBlock> ReadAll(string root, string page)
        => Fences().Matches(File.ReadAllText(Path.Combine(root, page))).Select((match, i) => new CodeBlock(page, i + 1, match.Groups[1].Value));

    /// <summary>The block as a class with a method <c>RunAsync</c>, so that many can be compiled into one program.</summary>
    public string ToClass()
    {
        var lines = Code.Split('\n');
        var firstType = Array.FindIndex(lines, l => Types().IsMatch(l));
        var types = firstType < 0 ? [] : lines[firstType..];
        var statements = (firstType < 0 ? lines : lines[..firstType]).ToLookup(l => Usings().IsMatch(l));

        return new StringBuilder()
            .AppendJoin('\n', statements[true]).AppendLine()
            .AppendLine($"internal static class {ClassName}")
            .AppendLine("{")
            .AppendLine("    public static async Task RunAsync()")
            .AppendLine("    {")
            .AppendJoin('\n', statements[false]).AppendLine()
            .AppendLine("        await Task.CompletedTask;")
            .AppendLine("    }")
            .AppendLine("}")
            .AppendJoin('\n', types)
            .ToString();
    }

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^using [\w.]+;")]
    private static partial Regex Usings();

    [GeneratedRegex(@"^((public|internal|sealed|static|partial) )*(class|record|struct|enum|interface) |^\[\w+\]\s*$")]
    private static partial Regex Types();

    [GeneratedRegex(@"\W")]
    private static partial Regex NonLetters();
}
