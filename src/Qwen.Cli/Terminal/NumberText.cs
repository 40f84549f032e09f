using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Qwen.Cli.Terminal;

/// <summary>
/// Numbers on the command line: digits, a sign, and for fractions a point, whatever the language of the machine. Nothing is guessed:
/// "1,000" is a thousand to some and one to others, and "1e6" is read by neither kind of option.
/// </summary>
internal static class NumberText
{
    /// <summary>Has the option read its values so, where they are numbers.</summary>
    public static void Install(Option option)
    {
        switch (option)
        {
            case Option<int> whole:
                whole.CustomParser = ReadValue<int>;
                break;
            case Option<int?> whole:
                whole.CustomParser = result => ReadValue<int>(result);
                break;
            case Option<long> whole:
                whole.CustomParser = ReadValue<long>;
                break;
            case Option<long?> whole:
                whole.CustomParser = result => ReadValue<long>(result);
                break;
            case Option<float?> number:
                number.CustomParser = result => ReadValue<float>(result);
                break;
            case Option<double> number:
                number.CustomParser = ReadValue<double>;
                break;
            case Option<double?> number:
                number.CustomParser = result => ReadValue<double>(result);
                break;
            default:
                break;
        }
    }

    /// <summary>Whether the option's values are numbers.</summary>
    public static bool IsNumber(Option option)
    {
        var type = TypeOf(option);
        return type == typeof(int) || type == typeof(long) || type == typeof(float) || type == typeof(double);
    }

    /// <summary>What is wrong with a value; null when it is a number that the option's type holds.</summary>
    public static string? FindMistake(Option option, string text)
    {
        var type = TypeOf(option);
        var isWhole = type == typeof(int) || type == typeof(long);
        var isRead = type == typeof(int) ? TryRead<int>(text, out _)
            : type == typeof(long) ? TryRead<long>(text, out _)
            : type == typeof(float) ? TryRead<float>(text, out _) : TryRead<double>(text, out _);
        if (isRead)
            return null;
        if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            return $"{option.Name} takes a smaller number than {text}.";
        return $"{option.Name} takes a {(isWhole ? "whole number, written like 512" : "number, written like 0.5")}; '{text}' is none.";
    }

    private static Type TypeOf(Option option) => Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;

    private static T ReadValue<T>(ArgumentResult result)
        where T : struct, INumber<T>
    {
        // what cannot be read was told already, with the option's name
        if (!TryRead<T>(result.Tokens.Count > 0 ? result.Tokens[^1].Value : "", out var value))
            result.AddError("It is no number.");
        return value;
    }

    private static bool TryRead<T>(string text, out T value)
        where T : struct, INumber<T>
    {
        var isWhole = typeof(T) == typeof(int) || typeof(T) == typeof(long);
        var style = NumberStyles.AllowLeadingSign | (isWhole ? NumberStyles.None : NumberStyles.AllowDecimalPoint);
        return T.TryParse(text, style, CultureInfo.InvariantCulture, out value) && T.IsFinite(value);
    }
}
