using System.Text.Json.Serialization;
using Qwen.Perception.Forms;

namespace Qwen.Perception;

/// <summary>A block of a page, in reading order.</summary>
public sealed record DocumentBlock
{
    /// <summary>What it is.</summary>
    [JsonPropertyName("kind")]
    public required DocumentBlockKind Kind { get; init; }

    /// <summary>The page, from 1.</summary>
    [JsonPropertyName("page")]
    public required int Page { get; init; }

    /// <summary>Where it stands; null where the model did not say, as for authors.</summary>
    [JsonPropertyName("box")]
    public DocumentBox? Box { get; init; }

    /// <summary>
    /// Its words, lines parted by line feeds and formulas within them between dollar signs: of a picture the description or the
    /// writing in it, of a table or chart the caption, of a formula what stands beside it. What is raised, lowered or struck is written
    /// "10⁶", "x_{max}" and "~~100~~". May be empty.
    /// </summary>
    [JsonPropertyName("text")]
    public string Text { get; init; } = "";

    /// <summary>Level of a heading, 1 to 6; else null.</summary>
    [JsonPropertyName("level")]
    public int? Level { get; init; }

    /// <summary>LaTeX without its dollar signs, ABC notation or SMILES, as <see cref="Kind"/> says; else null.</summary>
    [JsonPropertyName("notation")]
    public string? Notation { get; init; }

    /// <summary>Of code the language it is said to be in, for example "python"; else null.</summary>
    [JsonPropertyName("language")]
    public string? Language { get; init; }

    /// <summary>Of a table or a chart; else null.</summary>
    [JsonPropertyName("table")]
    public DocumentTable? Table { get; init; }

    /// <summary>Entries of a list; else null.</summary>
    [JsonPropertyName("items")]
    public IReadOnlyList<DocumentListItem>? Items { get; init; }

    /// <summary>The text with <see cref="Documents.Blocks.InlineMarks"/>, where it has any.</summary>
    internal string? Marked { get; init; }
}
