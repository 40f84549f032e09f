namespace Qwen.Perception.Parsing.Counts;

/// <summary>Reads numbers that German writes as one word: <c>zweitausenddreihunderteinundzwanzig</c>. Folded.</summary>
internal static class GermanCompound
{
    private static readonly string[] Units = ["", "ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun"];

    private static readonly string[] Teens =
    [
        "zehn", "elf", "zwolf", "dreizehn", "vierzehn", "funfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"
    ];

    private static readonly string[] Tens =
        ["zwanzig", "dreissig", "vierzig", "funfzig", "sechzig", "siebzig", "achtzig", "neunzig"];

    /// <summary>The number; null where the word is none.</summary>
    public static int? Read(string word)
    {
        // umlauts may be spelled out
        word = word.Replace("fuenf", "funf", StringComparison.Ordinal).Replace("zwoelf", "zwolf", StringComparison.Ordinal);
        var thousands = word.IndexOf("tausend", StringComparison.Ordinal);
        if (thousands < 0)
            return BelowThousand(word);
        var many = thousands == 0 ? 1 : BelowThousand(word[..thousands]);
        return many * 1000 + BelowThousand(Rest(word, thousands + "tausend".Length));
    }

    private static int? BelowThousand(string word)
    {
        var hundreds = word.IndexOf("hundert", StringComparison.Ordinal);
        if (hundreds < 0)
            return BelowHundred(word);
        var many = hundreds == 0 ? 1 : UnitOf(word[..hundreds]);
        return many * 100 + BelowHundred(Rest(word, hundreds + "hundert".Length));
    }

    // "hundertundeins" as well as "hunderteins"
    private static string Rest(string word, int start)
    {
        var rest = word[start..];
        return rest.StartsWith("und", StringComparison.Ordinal) ? rest[3..] : rest;
    }

    private static int? BelowHundred(string word)
    {
        if (word.Length == 0)
            return 0;
        if (Array.IndexOf(Teens, word) is >= 0 and var teen)
            return 10 + teen;
        for (var ten = 0; ten < Tens.Length; ten++)
        {
            if (!word.EndsWith(Tens[ten], StringComparison.Ordinal))
                continue;
            var unit = word[..^Tens[ten].Length];
            var value = 20 + (10 * ten);
            if (unit.Length == 0)
                return value;
            return unit.EndsWith("und", StringComparison.Ordinal) ? value + UnitOf(unit[..^3]) : null;
        }

        return word == "eins" || word == "eine" ? 1 : UnitOf(word);
    }

    private static int? UnitOf(string word) => Array.IndexOf(Units, word, 1) is > 0 and var unit ? unit : null;
}
