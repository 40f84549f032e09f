using System.Text.RegularExpressions;

namespace Qwen.Perception.Reading.Numbers;

/// <summary>What stands before and behind a number and belongs to it: signs, brackets, a currency, a multiple, a mark of shares.</summary>
internal sealed partial class NumberSurroundings
{
    private const string SignUnclear = "does not make clear whether it is negative";
    private const string LettersWithin = "has letters or marks among its digits";
    private const string Estimate = "is a bound or an estimate";
    private const string MultipleUnclear = "names a multiple or a unit that can mean several";

    private static readonly string[] MinusWords =
        ["minus", "negative", "moins", "menos", "meno", "минус", "マイナス", "负", "負", "마이너스", "سالب"];

    private int minuses;
    private int opened;
    private int closed;
    private bool plus;
    private bool outerMinus;
    private bool spacedSign;
    private bool words;
    private string? unit;
    private bool unitNear;

    /// <summary>Why the number is not certain; null where it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Codes of the currency that stands beside the number, parted by blanks; empty for none.</summary>
    public string Currencies { get; private set; } = "";

    /// <summary>What the number is multiplied by; null for nothing.</summary>
    public decimal? Factor { get; private set; }

    /// <summary>Whether it is so many of a hundred or a thousand.</summary>
    public bool IsShare { get; private set; }

    /// <summary>Whether it counts cents or the like.</summary>
    public bool IsHundredths { get; private set; }

    /// <summary>Whether a word before it says that it is about so much, at most or at least.</summary>
    public bool IsEstimate { get; private set; }

    /// <summary>Whether a sign or brackets make it negative.</summary>
    public bool IsNegative => minuses > 0 || opened > 0;

    /// <summary>Reads what stands before the number, from the number on.</summary>
    public void ReadBefore(string before)
    {
        var gap = false;
        while (true)
        {
            var rest = before.TrimEnd(' ', PrintedText.HardBlank);
            gap |= rest.Length < before.Length;
            before = rest;
            if (before.Length == 0)
                return;
            if (before[^1] == '-')
            {
                before = before[..^1];
                AddMinus(outside: opened > 0);
                spacedSign |= gap && before is [.., ' ' or PrintedText.HardBlank];
            }
            else if (before[^1] is '+' or '(')
            {
                opened += before[^1] == '(' ? 1 : 0;
                plus |= before[^1] == '+';
                before = before[..^1];
            }
            else if (before[^1] is '~' or '≈' or '±' or '≤' or '≥' or '<' || (before[^1] == '>' && !before.Contains('<')))
            {
                Trouble ??= Estimate;
                return;
            }
            else if (Currencies.Length == 0 && Numbers.Currencies.AtEnd(before, out var codes) is > 0 and var length)
            {
                Currencies = codes;
                before = before[..^length];
            }
            else if (Array.Find(MinusWords, word => EndsWithWord(before, word)) is { } minus)
            {
                before = before[..^minus.Length];
                AddMinus(outside: opened > 0);
            }
            else
                break;
            gap = false;
        }

        words = true;
        if (MultipleAhead().IsMatch(before))
            Trouble ??= MultipleUnclear;
        IsEstimate = EstimateAhead().IsMatch(before);
        if (before == "[" || CreditOrDebitAhead().IsMatch(before))
            Trouble ??= SignUnclear;
        if (spacedSign && before[^1] is not (':' or '=' or '|' or '>'))
            Trouble ??= SignUnclear;
        if (gap)
            return;
        if (minuses > 0 && char.IsLetterOrDigit(before[^1]))
            Trouble ??= SignUnclear;
        if (IsGlued(before) || ShortWord().IsMatch(before))
            Trouble ??= LettersWithin;
    }

    /// <summary>Reads what stands behind the number, from the number on; after <see cref="ReadBefore"/>.</summary>
    /// <param name="after">The text.</param>
    /// <param name="isWhole">Whether the number has no decimals.</param>
    public void ReadAfter(string after, bool isWhole)
    {
        // "12,-", "12.--" and "¥1,200-" have no decimals
        after = NoDecimals().Replace(after, "");
        if (isWhole && minuses == 0 && after is ['-', ..] or [.., '-'] && IsYen(after[^1] == '-' ? after[..^1] : after[1..]))
            after = after.Trim('-');
        var atNumber = true;
        while (true)
        {
            var rest = after.TrimStart(' ', PrintedText.HardBlank);
            var gap = rest.Length < after.Length;
            after = rest;
            if (after.Length == 0)
                break;
            if (after[0] == '-')
            {
                after = after[1..];
                AddMinus(outside: closed > 0);
                if (after.Length > 0 && (gap || after[0] is not (' ' or PrintedText.HardBlank or ')')) && !StartsWithCurrency(after))
                    Trouble ??= SignUnclear;
            }
            else if (after[0] is '+' or '±')
            {
                Trouble ??= Estimate;
                break;
            }
            else if (after[0] == ')' && closed < opened)
            {
                closed++;
                after = after[1..];
            }
            else if (after[0] is '%' or '‰')
            {
                IsShare = true;
                after = after[1..];
            }
            else if (Factor is null && Multiples.OfLetter(after) is { } factor)
            {
                Factor = factor;
                after = after[1..];
            }
            else if (Currencies.Length == 0 && Numbers.Currencies.AtStart(after, out var codes) is > 0 and var length)
            {
                Currencies = codes;
                after = after[length..];
            }
            else if (unit is null && FirstWord().Match(after) is { Success: true } word
                && Multiples.Of(word.Value, !gap && atNumber, amount: true) is not null)
            {
                // whether it is a multiple is known when the currency is
                (unit, unitNear) = (word.Value, !gap && atNumber);
                after = after[word.Length..].TrimStart('.');
            }
            else
            {
                ReadWordsBehind(after, atNumber && !gap);
                break;
            }

            atNumber = false;
        }

        Conclude();
    }

    private void ReadWordsBehind(string after, bool near)
    {
        words = true;
        if (CreditOrDebit().IsMatch(after))
            Trouble ??= SignUnclear;
        IsHundredths = Hundredths().IsMatch(after);
        if (near && BrokenDigits().IsMatch(after))
            Trouble ??= LettersWithin;
        if (opened > closed && after.Contains(')'))
            closed++;
    }

    private void Conclude()
    {
        if (unit is not null)
        {
            var factor = Multiples.Of(unit, unitNear, Currencies.Length > 0);
            if (factor == 0)
                Trouble ??= MultipleUnclear;
            Factor ??= factor;
            if (unit.Length == 4 && Currencies.Length == 0 && Numbers.Currencies.AtStart(unit.AsSpan(1), out var codes) == 3)
                Currencies = codes;
        }

        if (minuses > 1 || opened > 1 || opened != closed || (opened > 0 && (words || outerMinus)) || (plus && minuses > 0))
            Trouble ??= SignUnclear;
    }

    private void AddMinus(bool outside)
    {
        minuses++;
        outerMinus |= outside;
    }

    private bool IsYen(string behind) => behind.Length == 0 ? Currencies.Contains("JPY", StringComparison.Ordinal) : behind == "円";

    private static bool StartsWithCurrency(string text) => Numbers.Currencies.AtStart(text.TrimStart(), out _) > 0;

    private static bool EndsWithWord(string text, string word) =>
        text.EndsWith(word, StringComparison.OrdinalIgnoreCase)
        && (text.Length == word.Length || !char.IsLetter(text[^(word.Length + 1)]));

    // "O,50", "No.5", "?5.00": a part of the number may be what was not read; dots that lead to an amount are none
    private static bool IsGlued(string before) =>
        before[^1] is '?' or '_' or '^' or '\uFFFD' or '□' or '■' or '█'
        || (before[^1] is '.' or ',' && before.Length > 1 && before[^2] is not ('.' or ' '));

    // one letter or two of an alphabet: "B12", "l2.50"
    [GeneratedRegex(@"(?<![A-Za-z\p{IsCyrillic}\p{IsGreek}])[A-Za-z\p{IsCyrillic}\p{IsGreek}]{1,2}$")]
    private static partial Regex ShortWord();

    // "in TEUR: 5", "Mio. € 5"
    [GeneratedRegex(@"(?<!\p{L})(?:[kKMT](?:€|\$|£|EUR|USD|CHF|GBP)|Mio|Mrd|Tsd|[Mm]illion(?:s|en)?|[Tt]housands?)(?!\p{L})")]
    private static partial Regex MultipleAhead();

    [GeneratedRegex(
        @"(?<!\p{L})(?:about|approx(?:imately)?|appr|roughly|circa|ca|etwa|ungefähr|environ|env|aprox(?:imadamente)?|около|примерно"
        + @"|up to|at least|at most|min(?:imum|imal)?|max(?:imum|imal)?|bis zu|mindestens|höchstens|jusqu'à|hasta|fino a|até|до)[.]?$"
        + "|(?:约|約|大约|大約|至少|最多|以上|以下)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex EstimateAhead();

    [GeneratedRegex(@"(?<!\p{L})(?:CR|DR|Cr|Dr)[.]?$")]
    private static partial Regex CreditOrDebitAhead();

    [GeneratedRegex(@"^(?:¢|(?:cts?|[Cc]ents?|centimes?|[Cc]éntimos?|[Cc]entavos?|Rappen|Rp[.]|коп(?:еек|ейки)?)(?!\p{L}))")]
    private static partial Regex Hundredths();

    [GeneratedRegex(@"^\p{L}+")]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"^[.,][ ]?-{1,2}(?![0-9])")]
    private static partial Regex NoDecimals();

    // "12O", "1.OO", "1?", "10²"
    [GeneratedRegex(@"^(?:[OoQISBZ|](?!\p{L})|[OQ][OQ]|[.,'][\p{L}?_]|[?_^\uFFFD□■█²³¹⁰-₉①-⓿])")]
    private static partial Regex BrokenDigits();

    [GeneratedRegex(@"^(?:CR|DR|Cr|Dr|S|H)\b")]
    private static partial Regex CreditOrDebit();
}
