using System.Globalization;

namespace Qwen.Perception.Reading.Numbers;

/// <summary>Digits with marks between them, and what the marks can mean.</summary>
internal static class NumberBody
{
    private const NumberStyles Style = NumberStyles.AllowDecimalPoint;

    /// <summary>Reads digits and marks that <see cref="NumberReader"/> found.</summary>
    /// <param name="body">Digits, marks, blanks; no sign.</param>
    /// <param name="habits">What was told.</param>
    /// <param name="currencies">Codes of the currency beside it; empty for none.</param>
    public static PrintedNumber Read(string body, NumberHabits habits, string currencies)
    {
        var marks = body.Select((letter, at) => (letter: letter == PrintedText.HardBlank ? ' ' : letter, at))
            .Where(pair => !char.IsAsciiDigit(pair.letter)).ToList();
        if (marks.Count == 0)
            return Parse(body, "");

        var (last, end) = marks[^1];
        var mayGroup = last != PrintedText.SureDecimalMark && marks.TrueForAll(m => m.letter == last) && IsGrouped(body, last);
        var mayPoint = last is '.' or ',' or PrintedText.SureDecimalMark && marks.Count(m => m.letter == last) == 1
            && (marks.Count == 1 || (marks[..^1].TrueForAll(m => m.letter == marks[0].letter) && IsGrouped(body[..end], marks[0].letter)));
        if (mayGroup && mayPoint)
            return Choose(body, last, end, habits, currencies);
        if (mayPoint)
        {
            var number = Parse(Digits(body[..end]), body[(end + 1)..]);
            return habits.DecimalMark is { } told && last != PrintedText.SureDecimalMark && told != last
                ? number with { Note = $"was read as {Show(number.Value)}, although the culture told writes '{told}' before decimals" }
                : number;
        }

        if (!mayGroup)
            return new PrintedNumber(null, "has marks that make no number");
        var grouped = Parse(Digits(body), "");

        // a plain blank may also part two numbers
        return last == ' ' && marks.Count == 1 && body[end] == ' ' && currencies.Length == 0
            ? grouped with { Note = $"was read as the one number {Show(grouped.Value)}" }
            : grouped;
    }

    // one mark, three digits behind it, up to three ahead of it
    private static PrintedNumber Choose(string body, char mark, int end, NumberHabits habits, string currencies)
    {
        var decimals = Parse(body[..end], body[(end + 1)..]);
        var groups = Parse(Digits(body), "");
        if (habits.DecimalMark is { } told)
            return told == mark ? decimals : groups;
        if (habits.Currency is { } currency)
            return Currencies.Decimals(currency) == 3 ? decimals : groups;
        var threeDecimals = currencies.Length > 0
            ? currencies.Split(' ').All(code => Currencies.Decimals(code) == 3)
            : mark == '.';
        var (taken, other) = threeDecimals ? (decimals, groups) : (groups, decimals);
        return taken with
        {
            Note = $"was read as {Show(taken.Value)}, but could also be {Show(other.Value)}: tell the culture it is printed in",
        };
    }

    // 1,234,567 and, with commas, 12,34,567
    private static bool IsGrouped(string body, char mark)
    {
        var groups = body.Replace(PrintedText.HardBlank, ' ').Split(mark);
        if (groups.Length == 1)
            return groups[0].All(char.IsAsciiDigit);
        if (groups[0] is "" or ['0', ..] || groups[0].Length > 3 || groups[^1].Length != 3 || !groups.All(g => g.All(char.IsAsciiDigit)))
            return false;
        var inner = groups[1..^1];
        return inner.All(g => g.Length == 3)
            || (mark == ',' && groups[0].Length <= 2 && inner.All(g => g.Length == 2));
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static PrintedNumber Parse(string whole, string decimals) =>
        decimal.TryParse(decimals.Length == 0 ? whole : $"{whole}.{decimals}", Style, CultureInfo.InvariantCulture, out var value)
            ? new PrintedNumber(value)
            : new PrintedNumber(null, "is too large a number");

    /// <summary>A number for a note, without idle zeros.</summary>
    public static string Show(decimal? value) => (value ?? 0).ToString("0.############################", CultureInfo.InvariantCulture);
}
