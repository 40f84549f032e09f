using System.Text.RegularExpressions;
using Qwen.Perception.Documents.Html;

namespace Qwen.Perception.Documents.Blocks;

/// <summary>What language code is said to be in.</summary>
internal static partial class CodeLanguage
{
    /// <summary>By the class or attribute of an element; null where it says none.</summary>
    public static string? Of(HtmlElement element)
    {
        var named = element["class"].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(
            name => name.StartsWith("language-", StringComparison.Ordinal) || name.StartsWith("lang-", StringComparison.Ordinal));
        return Read(named is null ? element["lang"] : named[(named.IndexOf('-', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>By what stands behind the opening of a Markdown fence; null where that names none.</summary>
    public static string? Read(string name) =>
        Name().Match(name) is { Success: true } match ? match.Value.ToLowerInvariant() : null;

    [GeneratedRegex(@"\A[\w+#.-]{1,30}")]
    private static partial Regex Name();
}
