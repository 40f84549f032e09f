using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>An entry of a list.</summary>
public sealed record DocumentListItem
{
    /// <summary>What it says.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Its number in a numbered list; null in others.</summary>
    [JsonPropertyName("number")]
    public int? Number { get; init; }

    /// <summary>How deep it is nested, from 0.</summary>
    [JsonPropertyName("depth")]
    public int Depth { get; init; }

    /// <summary>Where it stands; null where the model did not say.</summary>
    [JsonPropertyName("box")]
    public DocumentBox? Box { get; init; }

    /// <summary>The text with <see cref="Documents.Blocks.InlineMarks"/>, where it has any.</summary>
    internal string? Marked { get; init; }
}
