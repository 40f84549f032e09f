using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// A schema inside the document, or a value that the instance must equal. Made and shared by <see cref="SchemaDocument"/>.
/// </summary>
internal sealed class SchemaNode(int id, JsonElement element, string path, bool isValue)
{
    private SchemaKeywords? keywords;

    public int Id { get; } = id;

    public JsonElement Element { get; } = element;

    /// <summary>JSON pointer into the document, for messages.</summary>
    public string Path { get; } = path;

    /// <summary>Whether this is a value and not a schema.</summary>
    public bool IsValue { get; } = isValue;

    /// <summary>What dynamic references mean here, by the way on which the schema was come to.</summary>
    public DynamicScope Scope { get; init; } = DynamicScope.None;

    /// <summary>For a schema that stands nowhere but holds where one of others does: those; else null.</summary>
    public IReadOnlyList<SchemaRef>? Alternatives { get; init; }

    /// <summary>The keywords of a schema that is an object.</summary>
    public SchemaKeywords Keywords => keywords ??= new SchemaKeywords(Element);

    /// <summary>The normal form, once computed.</summary>
    public ValueShape? Shape { get; set; }

    /// <summary>The normal form whose alternatives tell which parts of a value they have looked at, once computed.</summary>
    public ValueShape? EvaluatedShape { get; set; }

    /// <summary>The condition that just this schema holds, once asked for.</summary>
    public SchemaRef? Reference { get; set; }

    /// <summary>Whether its normal form takes no other schema; unknown until asked.</summary>
    public bool? SelfContained { get; set; }

    /// <summary>Set while the normal form is being computed, to find schemas that refer to themselves in place.</summary>
    public bool InProgress { get; set; }
}
