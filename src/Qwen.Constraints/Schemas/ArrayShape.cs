
namespace Qwen.Constraints.Schemas;

/// <summary>What one alternative asks of an array.</summary>
internal sealed record ArrayShape
{
    /// <summary>The first items, one by one.</summary>
    public IReadOnlyList<SchemaRef> Prefix { get; init; } = [];

    /// <summary>All further items; null for any.</summary>
    public SchemaRef? Rest { get; init; }

    public int Min { get; init; }

    public int Max { get; init; } = int.MaxValue;

    public IReadOnlyList<ItemWitness> Witnesses { get; init; } = [];

    /// <summary>Whether all items must differ.</summary>
    public bool Unique { get; init; }

    public string Path { get; init; } = "";

    /// <summary>The items that were looked at; none where nobody asks for them.</summary>
    public EvaluatedItems Evaluated { get; init; } = EvaluatedItems.None;

    public bool IsUniversal =>
        Prefix.Count == 0 && Rest is null && Min == 0 && Max == int.MaxValue && Witnesses.Count == 0 && !Unique
            && ReferenceEquals(Evaluated, EvaluatedItems.None);

    /// <summary>How to write such an array, once asked for.</summary>
    public ArrayPlan? Plan { get; set; }
}
