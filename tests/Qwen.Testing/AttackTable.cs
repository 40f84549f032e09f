using System.Text.RegularExpressions;

namespace Qwen.Testing;

/// <summary>The table of attacks in the documentation: what was tried is what the tests try.</summary>
public static partial class AttackTable
{
    /// <summary>What is wrong with the rows that name one of the tests; empty where each test has its row and its number.</summary>
    /// <param name="markdown">The page.</param>
    /// <param name="tried">How many attacks each test makes.</param>
    public static IReadOnlyList<string> FindFaults(string markdown, IReadOnlyDictionary<string, int> tried)
    {
        var rows = Row()
            .Matches(markdown)
            .ToLookup(row => row.Groups["test"].Value, row => (Tried: row.Groups["tried"].Value, Held: row.Groups["held"].Value));
        return
        [
            .. tried.Where(test => !rows[test.Key].Any()).Select(test => $"{test.Key} has no row: {test.Value} attacks"),
            .. tried.SelectMany(test => rows[test.Key].Where(row => row.Tried != $"{test.Value}" || row.Held != row.Tried)
                .Select(row => $"{test.Key}: the table says {row.Held} of {row.Tried}, the test makes {test.Value}")),
        ];
    }

    [GeneratedRegex(@"^\| (?<kind>[^|]+) \| (?<tried>\d+) \| (?<held>\d+) \| `(?<test>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
