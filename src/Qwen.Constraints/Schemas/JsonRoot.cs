namespace Qwen.Constraints.Schemas;

/// <summary>A schema document ready for generation.</summary>
internal sealed record JsonRoot(SchemaNormalizer Schemas, SchemaRef Root);
