using System.Text.Json.Serialization;

namespace Qwen.Samples;

/// <summary>An order, held against a shelf.</summary>
/// <param name="Things">What is wanted, in the plural.</param>
/// <param name="Wanted">How many.</param>
/// <param name="There">How many the shelf holds.</param>
public sealed record OrderCheck(
    [property: JsonPropertyName("things")] string Things,
    [property: JsonPropertyName("wanted")] int Wanted,
    [property: JsonPropertyName("there")] int There);
