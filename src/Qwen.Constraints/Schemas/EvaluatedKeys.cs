using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// The keys of an object whose values the schemas of one alternative have looked at, which is what <c>unevaluatedProperties</c> leaves
/// alone.
/// </summary>
/// <param name="Names">Single keys, each once.</param>
/// <param name="Patterns">Languages of keys.</param>
/// <param name="IsAll">Whether it is every key whatever the rest says.</param>
internal sealed record EvaluatedKeys(IReadOnlyList<string> Names, IReadOnlyList<RegexNode> Patterns, bool IsAll)
{
    public static readonly EvaluatedKeys None = new([], [], false);

    public static readonly EvaluatedKeys All = new([], [], true);

    /// <summary>The keys of either.</summary>
    public EvaluatedKeys With(EvaluatedKeys other) =>
        Covers(other) ? this
        : other.Covers(this) ? other
        : new([.. Names.Union(other.Names)], [.. Patterns.Union(other.Patterns)], false);

    /// <summary>Whether the other's keys are surely among these.</summary>
    public bool Covers(EvaluatedKeys other) =>
        IsAll || ReferenceEquals(this, other)
        || (!other.IsAll && other.Patterns.All(Patterns.Contains) && (other.Names.Count == 0 || !other.Names.Except(Names).Any()));
}
