using System.Text.Json.Serialization;

namespace Qwen.Orleans.Sources;

/// <summary>Reads lines of lists.</summary>
[JsonSerializable(typeof(JobItem))]
[JsonSerializable(typeof(string))]
internal sealed partial class SourceJson : JsonSerializerContext;
