using System.Globalization;
using System.Text;

namespace Qwen.Constraints.Automata;

/// <summary>The character classes of ECMAScript patterns.</summary>
internal static class PatternClasses
{
    public static readonly CodePointSet Digits = CodePointSet.Range('0', '9');
    public static readonly CodePointSet Word = CodePointSet.FromRanges([('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]);
    public static readonly CodePointSet LineBreaks = CodePointSet.Of("\n\r\u2028\u2029");

    public static readonly CodePointSet Space = CodePointSet.FromRanges(
        [
            (9, 13), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F),
            (0x3000, 0x3000), (0xFEFF, 0xFEFF)
        ]);

    private static readonly Lazy<Dictionary<string, CodePointSet>> Categories = new(ReadCategories);

    private static readonly string[] CategoryNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    /// <summary>A Unicode property by its general category (<c>L</c>, <c>Lu</c>, <c>Letter</c> …); null when it is not one.</summary>
    public static CodePointSet? Property(string name)
    {
        var equals = name.IndexOf('=');
        if (equals >= 0)
        {
            if (name[..equals] is not ("gc" or "General_Category"))
                return null;
            name = name[(equals + 1)..];
        }

        name = name switch
        {
            "Letter" or "Alphabetic" or "Alpha" => "L",
            "Uppercase_Letter" or "Lu" or "Uppercase" => "Lu",
            "Lowercase_Letter" or "Ll" or "Lowercase" => "Ll",
            "Mark" => "M",
            "Number" => "N",
            "Decimal_Number" or "digit" => "Nd",
            "Punctuation" or "punct" => "P",
            "Symbol" => "S",
            "Separator" => "Z",
            "Other" => "C",
            "Control" or "cntrl" => "Cc",
            _ => name,
        };
        var members = CategoryNames.Where(c => c == name || (name.Length == 1 && c[0] == name[0])).ToArray();
        return name is "Any" ? CodePointSet.All
            : name is "ASCII" ? CodePointSet.Range(0, 127)
            : members.Length == 0 ? null
            : members.Select(m => Categories.Value[m]).Aggregate((a, b) => a.Union(b));
    }

    /// <summary>The set with the other case of its letters (simple mappings).</summary>
    public static CodePointSet BothCases(CodePointSet set)
    {
        var result = set;
        for (var i = 0; i + 1 < set.Edges.Length; i += 2)
        {
            // whole planes are closed under case already, or nearly so
            if (set.Edges[i + 1] - set.Edges[i] > 2000)
                continue;
            var first = set.Edges[i];
            var ranges = Enumerable.Range(first, set.Edges[i + 1] - first)
                .SelectMany(c => new[] { Rune.ToUpperInvariant(new Rune(c)), Rune.ToLowerInvariant(new Rune(c)) });
            result = result.Union(CodePointSet.FromRanges(ranges.Select(r => (r.Value, r.Value))));
        }

        return result;
    }

    private static Dictionary<string, CodePointSet> ReadCategories()
    {
        var ranges = CategoryNames.ToDictionary(n => n, _ => new List<(int, int)>());
        var start = 0;
        var current = CharUnicodeInfo.GetUnicodeCategory(0);
        for (var c = 1; c <= CodePointSet.Limit; c++)
        {
            var category = c == CodePointSet.Limit ? (UnicodeCategory)(-1) : CharUnicodeInfo.GetUnicodeCategory(c);
            if (category == current)
                continue;
            ranges[CategoryNames[(int)current]].Add((start, c - 1));
            (start, current) = (c, category);
        }

        return ranges.ToDictionary(p => p.Key, p => CodePointSet.FromRanges(p.Value));
    }
}
