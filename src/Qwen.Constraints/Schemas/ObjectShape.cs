using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>What one alternative asks of an object.</summary>
internal sealed record ObjectShape
{
    /// <summary>All of them hold.</summary>
    public IReadOnlyList<ObjectRule> Rules { get; init; } = [];

    public IReadOnlyList<string> Required { get; init; } = [];

    public int Min { get; init; }

    public int Max { get; init; } = int.MaxValue;

    /// <summary>The language of all keys; null for any.</summary>
    public RegexNode? Keys { get; init; }

    /// <summary>For each entry some property must have such a key and such a value.</summary>
    public IReadOnlyList<(RegexNode Keys, SchemaRef Value)> Witnesses { get; init; } = [];

    /// <summary>Where the first is present, the second must be.</summary>
    public IReadOnlyList<(string If, string Then)> Implications { get; init; } = [];

    /// <summary>Where the schemas of this alternative stand, for messages.</summary>
    public string Path { get; init; } = "";

    /// <summary>The keys that were looked at; none where nobody asks for them.</summary>
    public EvaluatedKeys Evaluated { get; init; } = EvaluatedKeys.None;

    public bool IsUniversal =>
        Rules.Count == 0 && Required.Count == 0 && Min == 0 && Max == int.MaxValue && Keys is null && Witnesses.Count == 0
            && Implications.Count == 0 && ReferenceEquals(Evaluated, EvaluatedKeys.None);

    /// <summary>How to write such an object, once asked for.</summary>
    public ObjectPlan? Plan { get; set; }
}
