using System.Globalization;

namespace Qwen.Cli.Pictures;

/// <summary>What the command line says about how numbers are printed.</summary>
internal static class NumberPrint
{
    /// <summary>What is wrong with the name of a culture; null where it is one.</summary>
    public static string? FindMistakeInCulture(string name)
    {
        try
        {
            // the empty name is that of no country
            return name.Length > 0 && CultureInfo.GetCultureInfo(name, predefinedOnly: true) is not null ? null : Unknown(name);
        }
        catch (CultureNotFoundException)
        {
            return Unknown(name);
        }
    }

    /// <summary>What is wrong with the code of a currency; null where it can be one.</summary>
    public static string? FindMistakeInCurrency(string code) =>
        code.Length == 3 && code.All(char.IsAsciiLetter)
            ? null
            : $"'{code}' is no code of a currency: give one of three letters, such as EUR.";

    private static string Unknown(string name) => $"'{name}' is no culture that is known here: give one such as de-DE, fr-CH or en-US.";
}
