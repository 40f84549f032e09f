using System.Text;

namespace Qwen.Screens.Safety;

/// <summary>
/// Ways to read a folded label: as it stands, with letters that stand apart drawn together, with letters that are drawn out shortened.
/// </summary>
internal sealed class LabelForms
{
    // a word that is cut in two or three, as in "De lete", is put together from this length on
    private const int ShortestJoined = 3;
    private const int MostJoined = 3;

    private readonly string[] forms;
    private readonly string unparted;
    private readonly HashSet<string> joins;

    /// <summary>Reads a label.</summary>
    /// <param name="folded">Words parted by single blanks, with blanks at both ends.</param>
    public LabelForms(string folded)
    {
        var parts = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        unparted = string.Concat(parts);
        List<string> all = [folded, JoinLetters(parts), Shorten(folded, 1), Shorten(folded, 2)];

        // styles turn the order of letters round that stand in boxes of their own
        if (parts.Length > 1 && parts.All(part => part.Length == 1))
            all.Add($" {new string([.. unparted.Reverse()])} ");
        forms = [.. all.Distinct()];
        joins = [unparted, .. Joins(parts)];
    }

    /// <summary>Whether a word of the list stands in it; the word's own blanks are single ones.</summary>
    public bool Hold(string word) =>
        Array.Exists(forms, form => Holds(form, word)) || joins.Contains(word.Replace(" ", "", StringComparison.Ordinal))
            || (IsUnparted(word) && unparted.Contains(word, StringComparison.Ordinal));

    private static bool Holds(string text, string word)
    {
        if (IsUnparted(word))
            return text.Contains(word, StringComparison.Ordinal);
        return text.Contains($" {word} ", StringComparison.Ordinal)
            || (IsPrefixed(word) && text.Split(' ').Any(part => IsForm(part, word)));
    }

    // scripts that write words without blanks are searched anywhere
    private static bool IsUnparted(string word) => word[0] is >= '\u2E80' or (>= '\u0E00' and <= '\u0EFF');

    // Arabic and Hebrew write "the", "and", "to" and "it" as part of the word
    private static bool IsPrefixed(string word) =>
        word[0] is >= '\u0590' and <= '\u06FF' && word.Length >= 3 && !word.Contains(' ', StringComparison.Ordinal);

    private static bool IsForm(string part, string word) =>
        part.Length <= word.Length + 3 && part.Contains(word, StringComparison.Ordinal);

    // "p a y now" is "pay now"
    private static string JoinLetters(string[] parts)
    {
        var result = new StringBuilder(" ");
        for (var i = 0; i < parts.Length; i++)
        {
            result.Append(parts[i]);
            if (i + 1 == parts.Length || parts[i].Length > 1 || parts[i + 1].Length > 1 || !char.IsLetter(parts[i][0]))
                result.Append(' ');
        }

        return result.ToString();
    }

    private static IEnumerable<string> Joins(string[] parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            var join = parts[i];
            for (var count = 2; count <= MostJoined && i + count <= parts.Length; count++)
            {
                join += parts[i + count - 1];
                if (join.Length >= ShortestJoined)
                    yield return join;
            }
        }
    }

    // "paaay" is "pay", and "calllll" is "call"
    private static string Shorten(string text, int most)
    {
        var result = new StringBuilder(text.Length);
        for (int start = 0, end; start < text.Length; start = end)
        {
            for (end = start + 1; end < text.Length && text[end] == text[start];)
                end++;
            result.Append(text[start], end - start > 2 ? most : end - start);
        }

        return result.ToString();
    }
}
