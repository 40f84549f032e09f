using System.Globalization;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Reading.Numbers;

/// <summary>What was told about how numbers are printed.</summary>
/// <param name="DecimalMark">The mark before decimals, a point or a comma; null where it was not told.</param>
/// <param name="Currency">The code of the currency of amounts; null where it was not told.</param>
internal sealed record NumberHabits(char? DecimalMark = null, string? Currency = null)
{
    /// <summary>Reads the options.</summary>
    /// <exception cref="QwenException">The currency is no code of three letters.</exception>
    public static NumberHabits Of(QwenPictureOptions options)
    {
        if (options.Currency is { } currency && (currency.Length != 3 || !currency.All(char.IsAsciiLetter)))
            throw new QwenException($"'{currency}' is no code of a currency: give one of three letters, such as EUR.");
        return new NumberHabits(MarkOf(options.NumberCulture), options.Currency?.ToUpperInvariant());
    }

    private static char? MarkOf(CultureInfo? culture) => culture?.NumberFormat.NumberDecimalSeparator switch
    {
        null => null,
        "," or "٫" or "،" => ',',
        _ => '.',
    };
}
