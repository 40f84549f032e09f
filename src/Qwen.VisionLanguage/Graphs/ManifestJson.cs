using System.Text.Json.Serialization;

namespace Qwen.VisionLanguage.Graphs;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(ConversionManifest))]
[JsonSerializable(typeof(CheckedRecord))]
internal sealed partial class ManifestJson : JsonSerializerContext;
