using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// A schema inside the document, or a value that the instance must equal. Made and shared by <see cref="SchemaDocument"/>.
/// </summary>
internal sealed class SchemaNode(int id, JsonElement element, string path, bool isValue)
{
    public int Id { get; } = id;

    public JsonElement Element { get; } = element;

    /// <summary>JSON pointer into the document, for messages.</summary>
    public string Path { get; } = path;

    /// <summary>Whether this is a value and not a schema.</summary>
    public bool IsValue { get; } = isValue;

    /// <summary>The normal form, once computed.</summary>
    public ValueShape? Shape { get; set; }

    /// <summary>The condition that just this schema holds, once asked for.</summary>
    public SchemaRef? Reference { get; set; }

    /// <summary>Whether its normal form takes no other schema; unknown until asked.</summary>
    public bool? SelfContained { get; set; }

    /// <summary>Set while the normal form is being computed, to find schemas that refer to themselves in place.</summary>
    public bool InProgress { get; set; }
}
