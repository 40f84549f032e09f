namespace Qwen.Constraints.Schemas;

/// <summary>Of the items from an index on, at least and at most so many must be like this (contains, minContains, maxContains).</summary>
internal sealed record ItemWitness(SchemaRef Value, int From, int Min, int Max);
