namespace Qwen.Constraints.Schemas;

/// <summary>
/// What a way through the resources of a document makes dynamic references mean: for each name the anchor that was gone through first.
/// Made and shared by <see cref="DynamicAnchors"/>.
/// </summary>
internal sealed class DynamicScope(int id, IReadOnlyDictionary<string, SchemaPlace> anchors)
{
    /// <summary>No anchor has been gone through, or none matters.</summary>
    public static readonly DynamicScope None = new(0, new Dictionary<string, SchemaPlace>());

    public int Id { get; } = id;

    public IReadOnlyDictionary<string, SchemaPlace> Anchors { get; } = anchors;

    /// <summary>The anchor that a name means; null for none.</summary>
    public SchemaPlace? Find(string name) => Anchors.TryGetValue(name, out var place) ? place : null;
}
