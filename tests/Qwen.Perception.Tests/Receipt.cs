using System.Text.Json.Serialization;

namespace Qwen.Perception.Tests;

/// <summary>What a receipt says.</summary>
internal sealed record Receipt
{
    [JsonPropertyName("company")]
    public string? Company { get; init; }

    [JsonPropertyName("total")]
    public decimal? Total { get; init; }

    [JsonPropertyName("items")]
    public int Items { get; init; }

    [JsonPropertyName("date")]
    public DateOnly? Date { get; init; }

    [JsonPropertyName("paid")]
    public bool? Paid { get; init; }
}
