using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen.Perception.Parsing;

/// <summary>Reads the number that a counting answer ends with.</summary>
internal static partial class CountParser
{
    private static readonly string[] Words =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ];

    /// <summary>The count in the last sentence that holds a number; null where none does.</summary>
    /// <param name="text">The answer without its list of findings.</param>
    public static int? Read(string text)
    {
        foreach (var sentence in SentenceEnd().Split(text).Reverse())
        {
            // a number right behind "there are", "total" or 共 is the count, whatever other numbers the sentence has
            var match = Announced().Match(sentence);
            if (!match.Success)
                match = Number().Matches(sentence).LastOrDefault() ?? Match.Empty;
            if (match.Success && Parse(match.Groups["number"].Value) is { } count)
                return count;
        }

        return null;
    }

    private static int? Parse(string number)
    {
        if (number is "no" or "No")
            return 0;
        var word = Array.FindIndex(Words, w => w.Equals(number, StringComparison.OrdinalIgnoreCase));
        if (word >= 0)
            return word;
        return int.TryParse(number.Replace(",", ""), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    // a full stop ends a sentence only before a blank or the end: 1.5 is one number
    [GeneratedRegex(@"[.!?](?=\s|$)|[。！？\r\n]")]
    private static partial Regex SentenceEnd();

    private const string NumberPattern =
        @"(?<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|\b(?:[Nn]o|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
        + @"thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b)";

    [GeneratedRegex(@"(?:there\s+(?:are|is)|total|共)[^0-9]{0,20}?" + NumberPattern, RegexOptions.IgnoreCase)]
    private static partial Regex Announced();

    [GeneratedRegex(NumberPattern, RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
