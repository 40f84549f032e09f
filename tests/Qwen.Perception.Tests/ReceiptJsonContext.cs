using System.Text.Json.Serialization;

namespace Qwen.Perception.Tests;

/// <summary>Writes receipts and invoices as JSON.</summary>
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(Invoice))]
internal sealed partial class ReceiptJsonContext : JsonSerializerContext;
