using System.Globalization;

namespace Qwen.Constraints.Fuzzing;

/// <summary>Makes patterns in ECMAScript syntax.</summary>
internal sealed class PatternMaker(Random random, int size)
{
    private static readonly string[] Atoms =
    [
        "a", "b", "c", "ab", "0", "\\d", "\\w", "\\s", "\\D", "\\W", ".", "[abc]", "[^a]", "[a-z0-9]", "[^\\d\"]", "\\\"", "\\\\", "\\n",
        "\\u00e9", "\\p{L}", "\\P{Lu}",
        "é", "😀", "\\u{1F600}", "\\uD83D\\uDE00", "\\uD800", "[\\x00-\\x1f]", "[^\\x00-\\uFFFF]", "[]", "[^]", "-", "\\/", "\\cA", "\\0",
    ];

    private int left = size;

    public string Make() => random.Next(8) == 0 ? "^" + Choice(0) + "$" : Choice(0);

    private string Choice(int depth)
    {
        var parts = random.Next(4) == 0 ? random.Next(2, 6) : 1;
        return string.Join('|', Enumerable.Range(0, parts).Select(_ => Sequence(depth)));
    }

    private string Sequence(int depth)
    {
        var parts = random.Next(10) == 0 ? 0 : random.Next(1, 5);
        return string.Concat(Enumerable.Range(0, parts).Select(_ => Atom(depth) + Mark()));
    }

    private string Atom(int depth)
    {
        if (--left <= 0 || depth > 30)
            return Atoms[random.Next(6)];
        return random.Next(14) switch
        {
            0 or 1 or 2 => $"({Choice(depth + 1)})",
            3 => $"(?={Choice(depth + 1)})",
            4 => $"(?!{Choice(depth + 1)})",
            5 => random.Next(6) switch { 0 => "^", 1 => "$", 2 => "\\b", 3 => "\\1", 4 => "(?<=a)", _ => "(?:)" },
            6 => ".*",
            _ => Atoms[random.Next(Atoms.Length)],
        };
    }

    private string Mark() => random.Next(12) switch
    {
        0 => "*",
        1 => "+",
        2 => "?",
        3 => $"{{{Count()}}}",
        4 => $"{{{Count()},}}",
        5 => string.Create(CultureInfo.InvariantCulture, $"{{{random.Next(4)},{Count()}}}"),
        6 => random.Next(5) switch { 0 => "**", 1 => "+?", 2 => "{2}{3}", 3 => "{5,1}", _ => "" },
        _ => "",
    };

    private int Count() => random.Next(9) switch { 0 => 1000, 1 => 99_999, 2 => 64, _ => random.Next(1, 8) };
}
