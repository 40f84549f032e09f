using System.Text.Json.Serialization;
using Qwen.VisionLanguage.Models;

namespace Qwen.Cli.Commands;

/// <summary>Models as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredModel))]
internal sealed partial class ModelsJsonContext : JsonSerializerContext;
