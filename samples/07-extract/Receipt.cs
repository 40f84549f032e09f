using System.Text.Json.Serialization;

namespace Qwen.Samples;

/// <summary>What a receipt says. The JSON names are what the model is asked for.</summary>
public sealed record Receipt
{
    /// <summary>Who issued it.</summary>
    [JsonPropertyName("company")]
    public string? Company { get; init; }

    /// <summary>The day, printed as year-month-day.</summary>
    [JsonPropertyName("date")]
    public DateOnly? Date { get; init; }

    /// <summary>What was paid.</summary>
    [JsonPropertyName("total")]
    public decimal? Total { get; init; }
}
