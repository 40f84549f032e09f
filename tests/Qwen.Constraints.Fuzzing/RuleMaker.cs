using System.Globalization;
using System.Text;

namespace Qwen.Constraints.Fuzzing;

/// <summary>Makes grammars: rules that say one another in every way, with patterns and JSON in between.</summary>
internal sealed class RuleMaker(Random random, int size)
{
    private readonly int rules = 1 + random.Next(1 + size);
    private int left = 3 * size;

    public string Make()
    {
        var text = new StringBuilder();
        for (var i = 0; i < rules; i++)
        {
            left = 12;
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "root" : $"r{i}")} ::= {Choice(i, 0)}\n");
        }

        return text.ToString();
    }

    private string Choice(int rule, int depth)
    {
        var parts = random.Next(3) == 0 ? random.Next(2, 5) : 1;
        return string.Join(" | ", Enumerable.Range(0, parts).Select(_ => Sequence(rule, depth)));
    }

    private string Sequence(int rule, int depth)
    {
        var parts = random.Next(12) == 0 ? 1 : random.Next(1, 4);
        return string.Join(' ', Enumerable.Range(0, parts).Select(_ => Atom(rule, depth) + Mark()));
    }

    private string Atom(int rule, int depth)
    {
        if (--left <= 0 || depth > 20)
            return "\"x\"";
        return random.Next(12) switch
        {
            0 or 1 => $"({Choice(rule, depth + 1)})",
            2 or 3 or 4 => Name(rule),
            5 => "@s",
            6 => random.Next(3) == 0 ? "@json" : "@s",
            7 => $"/{new PatternMaker(random, 6).Make().Replace("/", "", StringComparison.Ordinal)}/",
            8 => "[a-f]",
            9 => "\"\"",
            _ => $"\"{"abcx<>"[random.Next(6)]}{(random.Next(3) == 0 ? "\\n" : "")}\"",
        };
    }

    // mostly the next rules, so that there are few circles; sometimes any, and one that is not there
    private string Name(int rule)
    {
        var number = random.Next(8) switch
        {
            0 => random.Next(rules),
            1 when random.Next(20) == 0 => rules,
            _ => Math.Min(rule + random.Next(1, 3), rules - 1),
        };
        return number == 0 ? "root" : number <= rule && random.Next(2) == 0 ? $"\"y\" r{number}" : $"r{number}";
    }

    private string Mark() => random.Next(14) switch
    {
        0 => "*",
        1 => "+",
        2 => "?",
        3 => string.Create(CultureInfo.InvariantCulture, $"{{{random.Next(6)},{(random.Next(8) == 0 ? 900 : random.Next(6, 9))}}}"),
        4 => string.Create(CultureInfo.InvariantCulture, $"{{{(random.Next(8) == 0 ? 50_000 : random.Next(6))}}}"),
        5 => random.Next(4) == 0 ? "??" : "",
        _ => "",
    };
}
