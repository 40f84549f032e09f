using System.Text;
using System.Text.RegularExpressions;

namespace Qwen.Packaging.Tests;

/// <summary>A piece of C# in a page, written like the text of a <c>Program.cs</c>: usings, then statements.</summary>
internal sealed partial class CodeBlock
{
    private readonly ILookup<bool, string> lines;

    private CodeBlock(string page, int number, string code)
    {
        Page = page;
        Number = number;
        lines = code.Split('\n').ToLookup(l => Usings().IsMatch(l));
    }

    /// <summary>The page, relative to the repository.</summary>
    public string Page { get; }

    /// <summary>Its number in that page, from 1.</summary>
    public int Number { get; }

    /// <summary>Name of the class that <see cref="ToClass"/> writes.</summary>
    public string ClassName => NonLetters().Replace($"{Page}_{Number}", "_");

    /// <summary>All C# blocks of a page.</summary>
    public static IEnumerable<CodeBlock> ReadAll(string root, string page)
        => Fences()
            .Matches(File.ReadAllText(Path.Combine(root, page)))
            .Select((match, i) => new CodeBlock(page, i + 1, match.Groups[1].Value));

    /// <summary>The block as a class with a method <c>RunAsync</c>, so that many can be compiled into one program.</summary>
    public string ToClass() => new StringBuilder()
        .AppendJoin('\n', lines[true]).AppendLine()
        .AppendLine($"internal static class {ClassName}")
        .AppendLine("{")
        .AppendLine("    public static async Task RunAsync()")
        .AppendLine("    {")
        .AppendJoin('\n', lines[false]).AppendLine()
        .AppendLine("        await Task.CompletedTask;")
        .AppendLine("    }")
        .AppendLine("}")
        .ToString();

    /// <summary>The block as a program of its own.</summary>
    public string ToStatements() => string.Join('\n', lines[true].Concat(lines[false]));

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^using [\w.]+;")]
    private static partial Regex Usings();

    [GeneratedRegex(@"\W")]
    private static partial Regex NonLetters();
}
