namespace Qwen.Extensions.AI.Tests.RandomWeights;

/// <summary>What became of the answers by many schemas. Every schema is in exactly one of the counts.</summary>
internal sealed class SchemaReport
{
    /// <summary>Finished answers that the validator takes.</summary>
    public int Valid { get; set; }

    /// <summary>Answers that the token limit cut.</summary>
    public int Cut { get; set; }

    /// <summary>Schemas that were refused before generation, with keyword and path.</summary>
    public List<(string Schema, string Reason)> Refused { get; } = [];

    /// <summary>Finished answers by schemas that the validator cannot read, with its error.</summary>
    public List<(string Schema, string Reason)> Unreadable { get; } = [];

    /// <summary>Finished answers that the validator rejects for a reason it is known to get wrong.</summary>
    public List<(string Schema, string Reason)> Disputed { get; } = [];

    /// <summary>Finished answers that break their schema.</summary>
    public List<(string Schema, string Reason)> Invalid { get; } = [];

    /// <summary>Schemas whose answers were taken though the validator looks past one of their keywords or formats, by its name.</summary>
    public SortedDictionary<string, int> Unchecked { get; } = new(StringComparer.Ordinal);

    public int Count => Finished + Cut + Refused.Count;

    public int Finished => Valid + Unreadable.Count + Disputed.Count + Invalid.Count;

    /// <summary>The report as Markdown.</summary>
    public IEnumerable<string> Lines()
    {
        yield return "| schemas | finished | valid | invalid | disputed | not readable by the validator | cut by the limit | refused |";
        yield return "|---|---|---|---|---|---|---|---|";
        yield return $"| {Count} | {Finished} | {Valid} | {Invalid.Count} | {Disputed.Count} | {Unreadable.Count} | {Cut} | "
            + $"{Refused.Count} |";
        (string Title, List<(string Schema, string Reason)> Rows)[] tables =
        [
            ("Refused", Refused), ("Not readable by the validator", Unreadable), ("Rejected for what the validator gets wrong", Disputed),
            ("Invalid", Invalid),
        ];
        foreach (var (title, rows) in tables.Where(table => table.Rows.Count > 0))
        {
            yield return $"\n{title}\n\n| schema | why |\n|---|---|";
            foreach (var (schema, reason) in rows)
                yield return $"| {schema} | {reason.ReplaceLineEndings(" ")} |";
        }

        if (Unchecked.Count > 0)
            yield return "\nWhat the validator looks past\n\n| keyword or format | schemas with a finished answer | why |\n|---|---|---|";
        foreach (var (name, count) in Unchecked)
            yield return $"| {name} | {count} | {ValidatorLimits.Unknown[name]} |";
    }
}
