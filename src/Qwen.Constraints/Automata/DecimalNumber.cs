using System.Numerics;

namespace Qwen.Constraints.Automata;

/// <summary>A decimal number held exactly as sign and digits, without leading zeros before or trailing zeros after the point.</summary>
internal readonly record struct DecimalNumber(bool Negative, string Whole, string Fraction) : IComparable<DecimalNumber>
{
    private const int MaxDigits = 400;

    public static readonly DecimalNumber Zero = new(false, "0", "");

    public bool IsZero => Whole == "0" && Fraction.Length == 0;

    public bool IsInteger => Fraction.Length == 0;

    /// <summary>Reads JSON's number notation; false when it is none or would need more than 400 digits.</summary>
    public static bool TryParse(string text, out DecimalNumber number)
    {
        number = Zero;
        var negative = text.StartsWith('-');
        var mantissa = negative ? text[1..] : text;
        var exponent = 0;
        var mark = mantissa.IndexOfAny(['e', 'E']);
        if (mark >= 0)
        {
            if (!int.TryParse(mantissa[(mark + 1)..], System.Globalization.CultureInfo.InvariantCulture, out exponent))
                return false;
            mantissa = mantissa[..mark];
        }

        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? "" : mantissa[(point + 1)..];
        if (whole.Length == 0 || (whole + fraction).Any(c => !char.IsAsciiDigit(c))
            || Math.Abs((long)exponent) + mantissa.Length > MaxDigits)
            return false;
        if (exponent > 0)
        {
            fraction = fraction.PadRight(exponent, '0');
            (whole, fraction) = (whole + fraction[..exponent], fraction[exponent..]);
        }
        else if (exponent < 0)
        {
            whole = whole.PadLeft(1 - exponent, '0');
            (whole, fraction) = (whole[..(whole.Length + exponent)], whole[(whole.Length + exponent)..] + fraction);
        }

        whole = whole.TrimStart('0');
        fraction = fraction.TrimEnd('0');
        number = new DecimalNumber(negative && whole.Length + fraction.Length > 0, whole.Length == 0 ? "0" : whole, fraction);
        return true;
    }

    /// <summary>The value times ten to the power of <paramref name="scale"/>, which must make it whole.</summary>
    public BigInteger Scaled(int scale)
    {
        var digits = BigInteger.Parse(Whole + Fraction.PadRight(scale, '0'), System.Globalization.CultureInfo.InvariantCulture);
        return Negative ? -digits : digits;
    }

    public int CompareTo(DecimalNumber other)
    {
        var scale = Math.Max(Fraction.Length, other.Fraction.Length);
        return Scaled(scale).CompareTo(other.Scaled(scale));
    }

    public override string ToString() => (Negative ? "-" : "") + Whole + (Fraction.Length > 0 ? "." + Fraction : "");
}
