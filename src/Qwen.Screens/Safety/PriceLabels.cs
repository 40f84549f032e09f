using System.Globalization;
using System.Text;

namespace Qwen.Screens.Safety;

/// <summary>Knows labels that are a price and nothing else: on a button it is what the touch costs.</summary>
internal static class PriceLabels
{
    // currencies that are written in letters, and what a subscription is counted in
    private static readonly HashSet<string> Words =
    [
        "us", "usd", "eur", "euro", "gbp", "chf", "cad", "ca", "aud", "au", "nzd", "nz", "hk", "hkd", "sgd", "jpy", "cny", "rmb", "krw",
        "inr", "rs", "r", "brl", "mxn", "mx", "sek", "nok", "dkk", "kr", "pln", "zł", "zl", "czk", "kč", "kc", "huf", "ron", "lei",
        "bgn", "лв", "rub", "руб", "р", "uah", "грн", "try", "tl", "rp", "idr", "rm", "myr", "php", "thb", "vnd", "zar", "aed", "sar",
        "ils", "円", "元", "원", "บาท",
        "a", "an", "per", "each", "day", "week", "wk", "month", "mo", "mth", "monthly", "year", "yr", "yearly", "annually",
        "pro", "je", "tag", "woche", "monat", "jahr", "par", "jour", "semaine", "mois", "al", "por", "dia", "semana", "mes", "ano", "año",
        "giorno", "settimana", "mese", "anno", "per", "maand", "jaar", "月", "年", "か月", "个月", "개월",
    ];

    // written before or behind a number these make it a price
    private static readonly HashSet<string> Currencies =
    [
        "usd", "eur", "euro", "gbp", "chf", "cad", "aud", "jpy", "cny", "rmb", "krw", "inr", "rs", "brl", "mxn", "sek", "nok", "dkk", "kr",
        "pln", "zł", "czk", "kč", "huf", "ron", "lei", "bgn", "лв", "rub", "руб", "uah", "грн", "tl", "rp", "idr", "myr", "php",
        "thb", "vnd", "zar", "aed", "sar", "ils", "円", "元", "원", "บาท",
    ];

    /// <summary>Whether a label is a price.</summary>
    public static bool Match(string label)
    {
        bool hasDigit = false, hasCurrency = false;
        var words = new List<StringBuilder>();
        var inWord = false;
        foreach (var rune in string.Concat(label.EnumerateRunes()).Normalize(NormalizationForm.FormKC).ToLowerInvariant().EnumerateRunes())
        {
            hasDigit |= Rune.IsDigit(rune);
            hasCurrency |= Rune.GetUnicodeCategory(rune) == UnicodeCategory.CurrencySymbol;
            if (!Rune.IsLetter(rune))
            {
                inWord = false;
                continue;
            }

            if (!inWord)
                words.Add(new StringBuilder());
            inWord = true;
            words[^1].Append(rune);
        }

        var written = words.ConvertAll(word => word.ToString());
        return hasDigit && written.TrueForAll(Words.Contains) && (hasCurrency || written.Exists(Currencies.Contains));
    }
}
