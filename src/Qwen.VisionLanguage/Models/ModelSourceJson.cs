using System.Text.Json.Serialization;

namespace Qwen.VisionLanguage.Models;

/// <summary>The record of a download as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ModelSource))]
internal sealed partial class ModelSourceJson : JsonSerializerContext;
