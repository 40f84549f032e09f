using System.Text.Json.Serialization;

namespace Qwen.Samples;

/// <summary>What is written when something is to be seen.</summary>
/// <param name="What">What was looked for.</param>
/// <param name="Start">When it comes, in seconds.</param>
/// <param name="End">When it goes.</param>
/// <param name="Text">What the sign says then.</param>
public sealed record SignReading(
    [property: JsonPropertyName("what")] string What,
    [property: JsonPropertyName("start")] double? Start,
    [property: JsonPropertyName("end")] double? End,
    [property: JsonPropertyName("text")] string? Text);
