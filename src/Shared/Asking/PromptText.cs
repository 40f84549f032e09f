using System.Buffers;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Asking;

/// <summary>Checks what a caller puts into a question; a message says what to send instead.</summary>
internal static class PromptText
{
    private static readonly SearchValues<char> NotInKeys = SearchValues.Create("\"\\{}[]");

    /// <summary>A description of things, on one line.</summary>
    /// <exception cref="QwenException">It is empty or too long.</exception>
    public static string Require(string? text, string name, string example, int maxLength = 500)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new QwenException($"'{name}' is empty: say what is meant, for example {example}.");
        if (text.Length > maxLength)
            throw new QwenException($"'{name}' has {text.Length} characters, more than {maxLength}: describe it in fewer words.");
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Keys that are shown to the model inside JSON.</summary>
    /// <exception cref="QwenException">There are none, too many, or one that is no key.</exception>
    public static IReadOnlyList<string> RequireKeys(IReadOnlyList<string>? keys, string name, int limit)
    {
        if (keys is null || keys.Count == 0)
            throw new QwenException($"'{name}' names no keys: give at least one, for example \"total\".");
        if (keys.Count > limit)
            throw new QwenException($"'{name}' has {keys.Count} keys, more than {limit}: ask in several calls.");
        var trimmed = keys.Select(key => Require(key, name, "\"total\"")).Distinct(StringComparer.Ordinal).ToList();
        if (trimmed.FirstOrDefault(key => key.AsSpan().ContainsAny(NotInKeys)) is { } bad)
        {
            throw new QwenException(
                $"The key '{bad}' in '{name}' holds quotes, backslashes or brackets: use letters, digits, blanks and underscores.");
        }

        return trimmed;
    }
}
