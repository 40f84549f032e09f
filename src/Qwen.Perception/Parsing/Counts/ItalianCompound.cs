namespace Qwen.Perception.Parsing.Counts;

/// <summary>Reads numbers that Italian writes as one word: <c>duecentoventuno</c>, <c>tremilacinque</c>. Folded.</summary>
internal static class ItalianCompound
{
    private static readonly string[] Units = ["", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"];

    private static readonly string[] Teens =
    [
        "dieci", "undici", "dodici", "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove"
    ];

    private static readonly string[] Tens =
        ["venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];

    /// <summary>The number; null where the word is none.</summary>
    public static int? Read(string word)
    {
        var thousands = word.IndexOf("mila", StringComparison.Ordinal);
        if (thousands > 0)
            return BelowThousand(word[..thousands]) * 1000 + BelowThousand(word[(thousands + 4)..]);
        return word.StartsWith("mille", StringComparison.Ordinal) ? 1000 + BelowThousand(word[5..]) : BelowThousand(word);
    }

    private static int? BelowThousand(string word)
    {
        var hundreds = word.IndexOf("cento", StringComparison.Ordinal);
        if (hundreds < 0)
            return BelowHundred(word);
        var many = hundreds == 0 ? 1 : UnitOf(word[..hundreds]);
        return many * 100 + BelowHundred(word[(hundreds + 5)..]);
    }

    private static int? BelowHundred(string word)
    {
        if (word.Length == 0)
            return 0;
        if (Array.IndexOf(Teens, word) is >= 0 and var teen)
            return 10 + teen;
        for (var ten = 0; ten < Tens.Length; ten++)
        {
            var value = 20 + (10 * ten);
            if (word == Tens[ten])
                return value;

            // the vowel goes before uno and otto
            if (word.StartsWith(Tens[ten], StringComparison.Ordinal))
                return value + UnitOf(word[Tens[ten].Length..]);
            if (word.StartsWith(Tens[ten][..^1], StringComparison.Ordinal) && word[(Tens[ten].Length - 1)..] is "uno" or "un" or "otto")
                return value + (word.EndsWith("otto", StringComparison.Ordinal) ? 8 : 1);
        }

        return UnitOf(word);
    }

    private static int? UnitOf(string word) => Array.IndexOf(Units, word, 1) is > 0 and var unit ? unit : null;
}
