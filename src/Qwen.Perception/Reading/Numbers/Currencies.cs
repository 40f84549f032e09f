namespace Qwen.Perception.Reading.Numbers;

/// <summary>The marks and codes of currencies as they are printed beside amounts.</summary>
internal static class Currencies
{
    private const string Known =
        "AED ALL AMD ARS AUD AZN BAM BDT BGN BHD BOB BRL BYN CAD CHF CLP CNY COP CRC CZK DKK DOP DZD EGP EUR GBP GEL GHS GTQ HKD HNL HUF "
        + "IDR ILS INR IQD IRR ISK JOD JPY KES KRW KWD KZT LBP LKR LYD MAD MDL MKD MXN MYR NGN NIO NOK NPR NZD OMR PEN PHP PKR PLN PYG QAR "
        + "RON RSD RUB SAR SEK SGD THB TND TRY TWD TZS UAH UGX USD UYU UZS VES VND XAF XOF ZAR";

    private static readonly HashSet<string> Codes = [.. Known.Split(' ')];

    // longest first: "R$" is no "$"
    private static readonly (string Mark, string Codes)[] Marks = [.. new (string Mark, string Codes)[]
    {
        ("$", "USD AUD CAD NZD HKD SGD TWD MXN ARS CLP COP UYU DOP"), ("US$", "USD"), ("AU$", "AUD"), ("A$", "AUD"), ("CA$", "CAD"),
        ("C$", "CAD NIO"), ("NZ$", "NZD"), ("HK$", "HKD"), ("NT$", "TWD"), ("S$", "SGD"), ("MX$", "MXN"), ("R$", "BRL"),
        ("€", "EUR"), ("Euro", "EUR"), ("euro", "EUR"), ("euros", "EUR"), ("Euros", "EUR"), ("Eur", "EUR"), ("eur", "EUR"), ("EURO", "EUR"),
        ("£", "GBP EGP LBP"), ("¥", "JPY CNY"), ("円", "JPY"), ("元", "CNY TWD HKD"), ("圆", "CNY"), ("圓", "TWD HKD"), ("RMB", "CNY"),
        ("₩", "KRW"), ("원", "KRW"), ("₹", "INR"), ("Rs.", "INR PKR LKR NPR"), ("Rs", "INR PKR LKR NPR"), ("₽", "RUB"), ("руб.", "RUB"),
        ("руб", "RUB"), ("рублей", "RUB"), ("р.", "RUB"), ("₴", "UAH"), ("грн", "UAH"), ("zł", "PLN"), ("Kč", "CZK"),
        ("kr.", "SEK NOK DKK ISK"),
        ("kr", "SEK NOK DKK ISK"), ("Kr.", "SEK NOK DKK ISK"), ("Kr", "SEK NOK DKK ISK"), ("SFr.", "CHF"), ("Fr.", "CHF"), ("Fr", "CHF"),
        ("Ft", "HUF"), ("lei", "RON MDL"), ("Lei", "RON MDL"), ("лв.", "BGN"), ("лв", "BGN"), ("₺", "TRY"), ("TL", "TRY"), ("₫", "VND"),
        ("đ", "VND"), ("₪", "ILS"), ("฿", "THB"), ("₱", "PHP"), ("₦", "NGN"), ("₵", "GHS"), ("₡", "CRC"), ("₲", "PYG"), ("₸", "KZT"),
        ("₼", "AZN"), ("₾", "GEL"), ("RM", "MYR"), ("Rp.", "IDR"), ("Rp", "IDR"), ("R", "ZAR"), ("S/.", "PEN"), ("S/", "PEN"),
        ("Bs.", "BOB VES"), ("د.إ", "AED"), ("ر.س", "SAR"), ("ج.م", "EGP"), ("﷼", "IRR SAR QAR OMR"), ("dollars", "USD AUD CAD NZD"),
    }.OrderByDescending(pair => pair.Mark.Length)];

    /// <summary>Digits behind the decimal mark of most amounts in a currency.</summary>
    public static int Decimals(string code) => code switch
    {
        "JPY" or "KRW" or "VND" or "CLP" or "ISK" or "PYG" or "UGX" or "XAF" or "XOF" => 0,
        "KWD" or "BHD" or "OMR" or "JOD" or "TND" or "LYD" or "IQD" => 3,
        _ => 2,
    };

    /// <summary>The currency that a text ends with: how many letters it takes, and the codes it can mean; 0 where there is none.</summary>
    public static int AtEnd(ReadOnlySpan<char> text, out string codes)
    {
        foreach (var (mark, meant) in Marks)
        {
            if (text.EndsWith(mark, StringComparison.Ordinal) && !(char.IsLetter(mark[0]) && text.Length > mark.Length
                && char.IsLetter(text[^(mark.Length + 1)]) && text[^(mark.Length + 1)] < '\u2E80'))
            {
                codes = meant;
                return mark.Length;
            }
        }

        codes = text.Length >= 3 ? text[^3..].ToString() : "";
        return codes.Length > 0 && Codes.Contains(codes) && (text.Length == 3 || !char.IsLetter(text[^4])) ? 3 : 0;
    }

    /// <summary>The currency that a text starts with, likewise.</summary>
    public static int AtStart(ReadOnlySpan<char> text, out string codes)
    {
        foreach (var (mark, meant) in Marks)
        {
            if (text.StartsWith(mark, StringComparison.Ordinal) && !(char.IsLetter(mark[^1]) && text.Length > mark.Length
                && char.IsLetter(text[mark.Length]) && text[mark.Length] < '\u2E80'))
            {
                codes = meant;
                return mark.Length;
            }
        }

        codes = text.Length >= 3 ? text[..3].ToString() : "";
        return codes.Length > 0 && Codes.Contains(codes) && (text.Length == 3 || !char.IsLetter(text[3])) ? 3 : 0;
    }
}
