using System.Text.Json.Serialization;

namespace Qwen.Perception.Tests;

/// <summary>An invoice with its lines.</summary>
internal sealed record Invoice
{
    [JsonPropertyName("number")]
    public required string Number { get; init; }

    [JsonPropertyName("kind")]
    public InvoiceKind? Kind { get; init; }

    [JsonPropertyName("seller")]
    public Party? Seller { get; init; }

    [JsonPropertyName("buyer")]
    public Party? Buyer { get; init; }

    [JsonPropertyName("items")]
    public IReadOnlyList<InvoiceItem> Items { get; init; } = [];

    [JsonPropertyName("tags")]
    public string[] Tags { get; init; } = [];

    [JsonConverter(typeof(JsonStringEnumConverter<InvoiceKind>))]
    internal enum InvoiceKind
    {
        Invoice,
        CreditNote,
    }

    internal sealed record Party(
        [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("city")] string? City = null);

    internal sealed record InvoiceItem
    {
        [JsonPropertyName("name")]
        public string? Name { get; init; }

        [JsonPropertyName("count")]
        public int Count { get; init; }

        [JsonPropertyName("price")]
        public decimal? Price { get; init; }
    }
}
