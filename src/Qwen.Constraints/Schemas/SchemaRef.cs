namespace Qwen.Constraints.Schemas;

/// <summary>
/// Schemas that must all hold for one value, not yet worked out. Made and shared by <see cref="SchemaNormalizer"/>: equal sets are one
/// object, which is what makes recursion end.
/// </summary>
internal sealed class SchemaRef(int id, SchemaLiteral[] literals)
{
    public int Id { get; } = id;

    /// <summary>In the order of the schemas' numbers; none means that anything goes.</summary>
    public SchemaLiteral[] Literals { get; } = literals;

    public ValueShape? Shape { get; set; }

    /// <summary>Whether any value fulfils them; unknown until asked.</summary>
    public bool? Satisfiable { get; set; }
}
