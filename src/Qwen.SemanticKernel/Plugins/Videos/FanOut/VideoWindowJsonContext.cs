using System.Text.Json.Serialization;

namespace Qwen.SemanticKernel.Plugins;

/// <summary>Writes and reads the unit of work and its result as JSON, without reflection.</summary>
[JsonSerializable(typeof(VideoWindow))]
[JsonSerializable(typeof(VideoWindowResult))]
public sealed partial class VideoWindowJsonContext : JsonSerializerContext;
