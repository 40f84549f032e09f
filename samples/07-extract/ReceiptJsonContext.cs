using System.Text.Json.Serialization;

namespace Qwen.Samples;

/// <summary>How a <see cref="Receipt"/> is written as JSON.</summary>
[JsonSerializable(typeof(Receipt))]
public sealed partial class ReceiptJsonContext : JsonSerializerContext;
