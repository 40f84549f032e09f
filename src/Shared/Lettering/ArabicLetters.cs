using System.Globalization;
using System.Text;

namespace Qwen.Shared.Lettering;

/// <summary>
/// Joins Arabic letters: each is replaced by the character of its form, as Unicode keeps them in the blocks of presentation forms, because
/// what draws here maps characters to glyphs one by one.
/// </summary>
internal static class ArabicLetters
{
    private const int Lam = 0x644;
    private const int Tatweel = 0x640;

    // letter → its isolated form and how many forms follow each other there: isolated, final, initial, medial
    private static readonly Dictionary<int, (int First, int Count)> Forms = CreateForms();

    // the second letter → the isolated form of the two as one; the final one follows it
    private static readonly Dictionary<int, int> LamAlef = new() { [0x622] = 0xFEF5, [0x623] = 0xFEF7, [0x625] = 0xFEF9, [0x627] = 0xFEFB };

    /// <summary>The text with its letters in their forms; still in the order of reading.</summary>
    public static string Join(string text)
    {
        var letters = text.EnumerateRunes().ToList();
        var joined = new StringBuilder();
        for (var i = 0; i < letters.Count; i++)
        {
            var letter = letters[i].Value;
            if (!Forms.TryGetValue(letter, out var form))
            {
                joined.Append(letters[i].ToString());
                continue;
            }

            var before = JoinsNext(Neighbour(letters, i, -1));
            var next = Neighbour(letters, i, 1);
            if (letter == Lam && LamAlef.TryGetValue(next, out var both) && letters[i + 1].Value == next)
            {
                joined.Append((char)(both + (before ? 1 : 0)));
                i++;
                continue;
            }

            var after = form.Count == 4 && JoinsPrevious(next);
            joined.Append((char)(form.First + (before && form.Count > 1 ? 1 : 0) + (after ? 2 : 0)));
        }

        return joined.ToString();
    }

    private static bool JoinsNext(int letter) => letter == Tatweel || (Forms.TryGetValue(letter, out var form) && form.Count == 4);

    private static bool JoinsPrevious(int letter) => letter == Tatweel || (Forms.TryGetValue(letter, out var form) && form.Count > 1);

    // the next character that is no mark of a vowel
    private static int Neighbour(List<Rune> letters, int at, int step)
    {
        do
            at += step;
        while (at >= 0 && at < letters.Count && Rune.GetUnicodeCategory(letters[at]) == UnicodeCategory.NonSpacingMark);
        return at >= 0 && at < letters.Count ? letters[at].Value : 0;
    }

    private static Dictionary<int, (int First, int Count)> CreateForms()
    {
        var forms = new Dictionary<int, (int, int)>
        {
            // Persian and Urdu
            [0x67E] = (0xFB56, 4), [0x686] = (0xFB7A, 4), [0x698] = (0xFB8A, 2), [0x6A9] = (0xFB8E, 4), [0x6AF] = (0xFB92, 4),
            [0x6CC] = (0xFBFC, 4), [0x679] = (0xFB66, 4), [0x688] = (0xFB88, 2), [0x691] = (0xFB8C, 2), [0x6BA] = (0xFB9E, 2),
            [0x6BE] = (0xFBAA, 4), [0x6C1] = (0xFBA6, 4), [0x6D2] = (0xFBAE, 2),
        };

        // the Arabic alphabet lies in one row, in its own order
        ReadOnlySpan<int> counts = [1, 2, 2, 2, 2, 4, 2, 4, 2, 4, 4, 4, 4, 4, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4];
        var first = 0xFE80;
        for (var letter = 0x621; letter <= 0x63A; letter++)
            Add(letter, counts[letter - 0x621]);
        for (var letter = 0x641; letter <= 0x64A; letter++)
            Add(letter, letter is 0x648 or 0x649 ? 2 : 4);
        return forms;

        void Add(int letter, int count)
        {
            forms[letter] = (first, count);
            first += count;
        }
    }
}
