using System.Text.Json.Serialization;

namespace Qwen.SemanticKernel.Tests.Plugins;

/// <summary>Writes receipts and invoices as JSON.</summary>
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(Invoice))]
internal sealed partial class ReceiptJsonContext : JsonSerializerContext;
