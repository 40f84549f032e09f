using System.Text.RegularExpressions;
using Xunit;

namespace Qwen.Testing;

/// <summary>Keeps the code in a README equal to code that compiles.</summary>
public static partial class ReadmeCode
{
    /// <summary>Fails where a C# block of the README is not, apart from indentation and usings, part of the source file.</summary>
    public static void AssertIsPartOf(string readme, string source)
    {
        var code = Normalise(File.ReadAllText(Path.Combine(RepositoryFiles.Root, source)));
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(RepositoryFiles.Root, readme)));
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(Normalise(block.Groups[1].Value), code, StringComparison.Ordinal));
    }

    /// <summary>Whether code is, apart from indentation and usings, part of the source file.</summary>
    public static bool IsPartOf(string code, string source) =>
        Normalise(File.ReadAllText(source)).Contains(Normalise(code), StringComparison.Ordinal);

    private static string Normalise(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !Using().IsMatch(line)));

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex Using();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
