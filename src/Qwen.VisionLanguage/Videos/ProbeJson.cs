using System.Text.Json.Serialization;

namespace Qwen.VisionLanguage.Videos;

/// <summary>Reads ffprobe's answers without reflection.</summary>
[JsonSerializable(typeof(ProbeAnswer))]
internal sealed partial class ProbeJson : JsonSerializerContext;
