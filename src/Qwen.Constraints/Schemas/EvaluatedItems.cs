namespace Qwen.Constraints.Schemas;

/// <summary>
/// The items of an array that the schemas of one alternative have looked at, which is what <c>unevaluatedItems</c> leaves alone.
/// </summary>
/// <param name="First">So many from the beginning on.</param>
/// <param name="Matching">And those that fulfil one of these (<c>contains</c>).</param>
/// <param name="IsAll">Whether it is every item whatever the rest says.</param>
internal sealed record EvaluatedItems(int First, IReadOnlyList<SchemaRef> Matching, bool IsAll)
{
    public static readonly EvaluatedItems None = new(0, [], false);

    public static readonly EvaluatedItems All = new(0, [], true);

    /// <summary>The items of either.</summary>
    public EvaluatedItems With(EvaluatedItems other) =>
        Covers(other) ? this
        : other.Covers(this) ? other
        : new(Math.Max(First, other.First), [.. Matching.Union(other.Matching)], false);

    /// <summary>Whether the other's items are surely among these.</summary>
    public bool Covers(EvaluatedItems other) =>
        IsAll || ReferenceEquals(this, other) || (!other.IsAll && other.First <= First && other.Matching.All(Matching.Contains));
}
