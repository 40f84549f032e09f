namespace Qwen.Perception.Documents.Blocks;

/// <summary>Raised and lowered words in plain text: Unicode's own letters where it has them all, else as TeX writes them.</summary>
internal static class RaisedText
{
    private const string Plain = "0123456789+-−=()ni";
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ";
    private const string PlainLow = "0123456789+-−=()aehijklmnoprstuvx";
    private const string Lowered = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";

    /// <summary>Words that stand above the line.</summary>
    /// <param name="words">The words.</param>
    /// <param name="before">The letter before them.</param>
    public static string Raise(string words, char before)
    {
        words = words.Trim();
        if (char.IsDigit(before) && words is "st" or "nd" or "rd" or "th" or "er" or "re" or "e" or "ème")
            return words; // 1st, 2e
        if (words is "TM")
            return "™";
        if (char.IsDigit(before) && words is "o")
            return "º";
        return Map(words, Plain, Raised) ?? "^{" + words + "}";
    }

    /// <summary>Words that stand below the line.</summary>
    public static string Lower(string words)
    {
        words = words.Trim();

        // one letter is an index, several are a word
        return words.Count(char.IsAsciiLetter) <= 1 && Map(words, PlainLow, Lowered) is { } lowered ? lowered : "_{" + words + "}";
    }

    // signs that no alphabet raises, a star or a comma between numbers, stay as they are
    private static string? Map(string words, string from, string to)
    {
        var mapped = words.ToCharArray();
        for (var i = 0; i < mapped.Length; i++)
        {
            var at = from.IndexOf(mapped[i], StringComparison.Ordinal);
            if (at >= 0)
                mapped[i] = to[at];
            else if (char.IsLetterOrDigit(mapped[i]) || mapped[i] is '.' or '/' or '\\' or '{' or '}' or '^' or '_' or '~'
                || Raised.Contains(mapped[i], StringComparison.Ordinal) || Lowered.Contains(mapped[i], StringComparison.Ordinal))
                return null;
        }

        return new string(mapped);
    }
}
