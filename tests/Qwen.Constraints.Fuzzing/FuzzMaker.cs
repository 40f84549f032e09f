using System.Text;

namespace Qwen.Constraints.Fuzzing;

/// <summary>Makes inputs by their structure from a seed: the same seed, the same input.</summary>
public static class FuzzMaker
{
    /// <summary>The input of a seed.</summary>
    public static FuzzCase Make(int seed)
    {
        var random = new Random(seed);

        // most inputs are small and odd, a few are large
        var size = random.Next(20) switch { 0 => 400, 1 or 2 => 60, _ => 12 };
        var input = random.Next(5) switch
        {
            0 => new FuzzCase(FuzzKind.Pattern, new PatternMaker(random, size).Make()),
            1 or 2 => new FuzzCase(FuzzKind.Notation, new RuleMaker(random, size).Make(), new SchemaMaker(random, size / 2).Make()),
            _ => new FuzzCase(FuzzKind.Schema, new SchemaMaker(random, size).Make()),
        };
        return random.Next(6) == 0 ? input with { Text = Damaged(input.Text, random) } : input;
    }

    // a few characters lost, doubled or exchanged
    private static string Damaged(string text, Random random)
    {
        const string Marks = "\"{}[]()|*+?\\/@:,0\0\uD800é";
        var result = new StringBuilder(text);
        for (var i = random.Next(1, 4); i > 0 && result.Length > 0; i--)
        {
            var at = random.Next(result.Length);
            switch (random.Next(3))
            {
                case 0:
                    result.Remove(at, 1);
                    break;
                case 1:
                    var length = Math.Min(random.Next(1, 30), result.Length - at);
                    result.Insert(at, result.ToString(at, length));
                    break;
                default:
                    result[at] = Marks[random.Next(Marks.Length)];
                    break;
            }
        }

        return result.ToString();
    }
}
