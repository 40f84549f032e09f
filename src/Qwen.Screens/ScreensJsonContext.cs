using System.Text.Json;
using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>JSON of actions, audit files and recordings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScreenAction))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(EpisodeHeader))]
[JsonSerializable(typeof(EpisodeEntry))]
internal sealed partial class ScreensJsonContext : JsonSerializerContext;
