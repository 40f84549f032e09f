namespace Qwen.Perception.Reading;

/// <summary>Finds the line of a picture on which a value stands, by how alike their letters are.</summary>
internal static class FieldLocator
{
    /// <summary>Letters that a value and a part of a line may differ in: one in four.</summary>
    private const double Alike = 0.75;

    /// <summary>The places of values; null for a value that stands on no line.</summary>
    /// <param name="values">Values by path, in reading order.</param>
    /// <param name="lines">The lines, in reading order.</param>
    public static IReadOnlyDictionary<string, DocumentBox?> Find(
        IEnumerable<KeyValuePair<string, string>> values, IReadOnlyList<LocatedBox> lines)
    {
        var letters = lines.Select(line => Letters(line.Label)).ToList();
        var uses = new int[lines.Count];
        var places = new Dictionary<string, DocumentBox?>();
        foreach (var (path, value) in values)
        {
            var wanted = Letters(value);
            if (wanted.Length == 0)
                continue;

            // the likest line; of equal ones one that holds nothing else, then one that was not taken yet, then the first
            var best = Enumerable.Range(0, lines.Count)
                .Select(i => (Line: i, Score: Score(wanted, letters[i])))
                .Where(match => match.Score >= Alike)
                .OrderByDescending(match => match.Score).ThenBy(match => uses[match.Line]).ThenBy(match => letters[match.Line].Length)
                .Select(match => (int?)match.Line).FirstOrDefault();
            places[path] = best is { } line ? new DocumentBox(lines[line].X1, lines[line].Y1, lines[line].X2, lines[line].Y2) : null;
            if (best is { } used)
                uses[used]++;
        }

        return places;
    }

    /// <summary>How alike a value and the likest part of a line are, from 0 to 1.</summary>
    internal static double Score(string value, string line)
    {
        if (line.Length == 0 || value.Length == 0)
            return 0;

        // fewest changes that make the value out of any part of the line // [line + 1]
        var costs = new int[line.Length + 1];
        for (var i = 1; i <= value.Length; i++)
        {
            var diagonal = costs[0];
            costs[0] = i;
            for (var j = 1; j <= line.Length; j++)
            {
                var change = diagonal + (value[i - 1] == line[j - 1] ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.Min(change, Math.Min(costs[j], costs[j - 1]) + 1);
            }
        }

        return 1 - (double)costs.Min() / value.Length;
    }

    // upper case letters and digits: blanks and marks are read differently from one time to the next
    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
