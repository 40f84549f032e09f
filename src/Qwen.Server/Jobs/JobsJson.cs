using System.Text.Json;
using System.Text.Json.Serialization;

namespace Qwen.Server.Jobs;

/// <summary>Writes what the page of jobs asks.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobsData))]
[JsonSerializable(typeof(List<JsonElement>))]
internal sealed partial class JobsJson : JsonSerializerContext;
