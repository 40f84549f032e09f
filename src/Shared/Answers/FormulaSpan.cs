namespace Qwen.Shared.Answers;

/// <summary>Finds formulas within text, "$x$", "$$x$$" or "\(x\)", and tells them from prices.</summary>
internal static class FormulaSpan
{
    /// <summary>Longest formula within a line.</summary>
    private const int MaxLength = 1000;

    /// <summary>Where the formula that begins at a place ends, behind its last sign; null where none begins there.</summary>
    /// <remarks>
    /// Between single signs: no blank inside next to them, and no digit behind the last one, as in "$5 and $6" (the rule of pandoc).
    /// </remarks>
    public static int? EndOf(string text, int start)
    {
        if (text[start] == '\\' && start + 1 < text.Length && text[start + 1] == '(')
        {
            var bracket = text.IndexOf("\\)", start + 2, Math.Min(MaxLength, text.Length - start - 2), StringComparison.Ordinal);
            return bracket < 0 ? null : bracket + 2;
        }

        if (text[start] != '$' || (start > 0 && text[start - 1] == '\\'))
            return null;
        if (start + 1 < text.Length && text[start + 1] == '$')
        {
            var close = text.IndexOf("$$", start + 2, Math.Min(MaxLength, text.Length - start - 2), StringComparison.Ordinal);
            return close < 0 ? null : close + 2;
        }

        if (start + 1 >= text.Length || char.IsWhiteSpace(text[start + 1]))
            return null;
        var end = text.IndexOf('$', start + 1, Math.Min(MaxLength, text.Length - start - 1));
        while (end > 0 && text[end - 1] == '\\')
            end = end + 1 < text.Length ? text.IndexOf('$', end + 1, Math.Min(MaxLength, text.Length - end - 1)) : -1;
        return end < 0 || char.IsWhiteSpace(text[end - 1]) || (end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])) ? null : end + 1;
    }
}
