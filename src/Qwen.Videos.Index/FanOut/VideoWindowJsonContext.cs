using System.Text.Json.Serialization;

namespace Qwen.Videos.Index;

/// <summary>Writes and reads the unit of work and its result as JSON, without reflection.</summary>
[JsonSerializable(typeof(VideoWindow))]
[JsonSerializable(typeof(VideoWindowResult))]
public sealed partial class VideoWindowJsonContext : JsonSerializerContext;
