namespace Qwen.Constraints.Schemas;

/// <summary>A schema that must hold, or must not.</summary>
internal readonly record struct SchemaLiteral(SchemaNode Node, bool Negated);
