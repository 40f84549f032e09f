using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>A cell of a table.</summary>
public sealed record DocumentCell
{
    /// <summary>What stands in it.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Columns that it covers, at least 1.</summary>
    [JsonPropertyName("colspan")]
    public int ColumnSpan { get; init; } = 1;

    /// <summary>Rows that it covers, at least 1.</summary>
    [JsonPropertyName("rowspan")]
    public int RowSpan { get; init; } = 1;

    /// <summary>Whether it names a column or row.</summary>
    [JsonPropertyName("is_header")]
    public bool IsHeader { get; init; }

    /// <summary>The text with <see cref="Documents.Blocks.InlineMarks"/>, where it has any.</summary>
    internal string? Marked { get; init; }
}
