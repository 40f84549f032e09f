namespace Qwen.Perception.Reading.Numbers;

/// <summary>Words and letters behind a number that multiply it.</summary>
internal static class Multiples
{
    private static readonly Dictionary<string, decimal> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dozen"] = 12, ["hundred"] = 100,
        ["thousand"] = 1000, ["thousands"] = 1000, ["tsd"] = 1000, ["tausend"] = 1000, ["тыс"] = 1000, ["тысяч"] = 1000,
        ["mio"] = 1e6m, ["mln"] = 1e6m, ["million"] = 1e6m, ["millions"] = 1e6m, ["millionen"] = 1e6m, ["millón"] = 1e6m,
        ["millones"] = 1e6m, ["milhão"] = 1e6m, ["milhões"] = 1e6m, ["milione"] = 1e6m, ["milioni"] = 1e6m, ["млн"] = 1e6m,
        ["bn"] = 1e9m, ["mrd"] = 1e9m, ["milliarde"] = 1e9m, ["milliarden"] = 1e9m, ["milliard"] = 1e9m, ["milliards"] = 1e9m,
        ["miliardi"] = 1e9m, ["млрд"] = 1e9m, ["lakh"] = 1e5m, ["lakhs"] = 1e5m, ["crore"] = 1e7m, ["crores"] = 1e7m,
    };

    // one in English is a thousand of the other languages'
    private static readonly HashSet<string> Unclear = new(StringComparer.OrdinalIgnoreCase)
    {
        "billion", "billions", "billionen", "billón", "billones", "trillion", "trillions", "mil", "mille", "mm",
    };

    /// <summary>The East Asian multiple that a text starts with, with no blank behind it; null for none, as in a kilogram.</summary>
    public static decimal? OfLetter(string text) => text[0] switch
    {
        '百' => 100,
        '千' when text.Length > 1 && "克米瓦卡焦赫帕".Contains(text[1]) => null,
        '千' or '천' => 1000,
        '万' or '萬' or '만' => 10_000,
        '億' or '亿' or '억' => 100_000_000,
        _ => null,
    };

    /// <summary>The multiple that a word names; null for none. It is 0 where it can mean several or a unit.</summary>
    /// <param name="word">The letters behind the number.</param>
    /// <param name="near">Whether no blank stands between.</param>
    /// <param name="amount">Whether the number is an amount in a currency.</param>
    public static decimal? Of(string word, bool near, bool amount)
    {
        if (Words.TryGetValue(word, out var factor))
            return factor;
        if (word == "mm" && !amount)
            return null;
        if (Unclear.Contains(word))
            return 0;
        if (word.Length == 4 && Currencies.AtStart(word.AsSpan(1), out _) == 3)
            return word[0] switch
            {
                'k' or 'K' or 'T' => 1000,
                'M' => 1e6m,
                _ => null,
            };
        return word switch
        {
            "k" => 1000,
            "K" => near || amount ? 1000 : 0,
            "M" => near || amount ? 1e6m : 0,
            "m" or "b" or "B" or "T" or "G" => near || amount ? 0 : null,
            "t" => amount ? 0 : null,
            _ => null,
        };
    }
}
