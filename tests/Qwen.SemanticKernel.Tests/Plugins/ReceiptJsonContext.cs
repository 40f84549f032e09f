using System.Text.Json.Serialization;

namespace Qwen.SemanticKernel.Tests.Plugins;

/// <summary>Writes receipts as JSON.</summary>
[JsonSerializable(typeof(Receipt))]
internal sealed partial class ReceiptJsonContext : JsonSerializerContext;
