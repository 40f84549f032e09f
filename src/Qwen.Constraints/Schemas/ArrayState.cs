
namespace Qwen.Constraints.Schemas;

/// <summary>A place between the items of an array. Leads to a complete array; made by <see cref="ArrayPlan"/>.</summary>
internal sealed class ArrayState(ArrayPlan plan, ArrayStateKey key)
{
    private (SchemaRef Item, ArrayState State)[]? next;

    public ArrayPlan Plan => plan;

    public ArrayStateKey Key => key;

    /// <summary>Whether the array may end here.</summary>
    public bool CanClose { get; } = plan.CanClose(key);

    /// <summary>The ways to write another item; none where the array must end.</summary>
    public (SchemaRef Item, ArrayState State)[] Next =>
        next ??= [.. plan.Next(key).Select(n => (n.Item, plan.State(n.Behind)))];
}
