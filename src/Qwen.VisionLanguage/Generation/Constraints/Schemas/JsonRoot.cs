namespace Qwen.VisionLanguage.Generation.Constraints.Schemas;

/// <summary>A schema document ready for generation.</summary>
internal sealed record JsonRoot(SchemaNormalizer Schemas, SchemaRef Root);
