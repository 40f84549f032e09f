using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen.Perception.Reading.Numbers;

/// <summary>
/// Reads the one number in a print: with signs, brackets, currencies, marks, exponents and multiples of many countries. What is not
/// certain is not read, or read and said.
/// </summary>
internal sealed partial class NumberReader
{
    private const string SeveralNumbers = "holds several numbers";

    private readonly NumberSurroundings around = new();
    private readonly NumberHabits habits;

    private NumberReader(NumberHabits habits) => this.habits = habits;

    /// <summary>The one number in a text; never throws.</summary>
    public static PrintedNumber Read(string printed, NumberHabits habits)
    {
        var text = PrintedText.Normalise(printed);
        var found = Number().Matches(text);
        return found.Count switch
        {
            0 => default,
            1 => new NumberReader(habits).Read(text, found[0]),
            _ => new PrintedNumber(null, SeveralNumbers),
        };
    }

    private PrintedNumber Read(string text, Match found)
    {
        around.ReadBefore(text[..found.Index]);
        around.ReadAfter(text[(found.Index + found.Length)..], isWhole: !Decimals().IsMatch(found.Groups["body"].Value));
        if (around.Trouble is { } trouble)
            return new PrintedNumber(null, trouble);
        if (habits.Currency is { } told && around.Currencies.Length > 0 && !around.Currencies.Split(' ').Contains(told))
            return new PrintedNumber(null, $"is not in {told}");

        var body = found.Groups["body"];
        var number = body.Success ? NumberBody.Read(body.Value, habits, around.Currencies) : new PrintedNumber(0);
        if (number.Value is not { } value)
            return number;
        try
        {
            if (found.Groups["fraction"] is { Success: true } fraction)
            {
                if (body.Success && !body.Value.All(char.IsAsciiDigit))
                    return new PrintedNumber(null, SeveralNumbers);
                value += (decimal)CharUnicodeInfo.GetNumericValue(fraction.Value[0]);
            }

            if (found.Groups["exponent"] is { Success: true } exponent && !TryRaise(ref value, exponent.Value))
                return new PrintedNumber(null, "is too large or too small a number");
            var notes = new List<string>();
            if (number.Note is { } note)
                notes.Add(note);
            if (around.Factor is { } factor)
            {
                value *= factor;
                notes.Add($"was read as {NumberBody.Show(value)}, for the multiple it names");
            }

            if (around.IsHundredths)
                notes.Add($"is in hundredths of a currency: it was read as {NumberBody.Show(value)}");
            if (around.IsEstimate)
                notes.Add($"is named as a bound or an estimate: it was read as {NumberBody.Show(value)}");
            if (around.IsShare)
                notes.Add($"is a share: it was read as {NumberBody.Show(value)}");
            return new PrintedNumber(
                around.IsNegative && value != 0 ? -value : value, notes.Count == 0 ? null : string.Join("; ", notes));
        }
        catch (OverflowException)
        {
            return new PrintedNumber(null, "is too large a number");
        }
    }

    private static bool TryRaise(ref decimal value, string exponent)
    {
        var power = int.Parse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        for (; power > 0 && value != 0; power--)
            value *= 10;
        for (; power < 0 && value != 0; power++)
            value /= 10;
        return value != 0 || power == 0;
    }

    [GeneratedRegex(@"[.,\u066B][0-9]{1,2}$")]
    private static partial Regex Decimals();

    // marks may lead only where no letter or mark is before them: in "No.5" and "O,50" they belong to the letter
    [GeneratedRegex(
        """
        (?<body>(?:[0-9]+|(?<![.,0-9\p{L}])(?=[.,\u066B][0-9]))(?:(?:[.,'\u066B]|[_ \u00A0](?=[0-9]{3}(?![0-9])))[0-9]+)*)
        (?:[eE](?<exponent>[+-]?[0-9]{1,3})(?![0-9\p{L}.,])|[ ]?(?<fraction>[¼-¾⅐-⅞↉]))?
        |(?<fraction>[¼-¾⅐-⅞↉])
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Number();
}
