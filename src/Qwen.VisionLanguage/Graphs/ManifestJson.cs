using System.Text.Json.Serialization;

namespace Qwen.VisionLanguage.Graphs;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(ConversionManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
