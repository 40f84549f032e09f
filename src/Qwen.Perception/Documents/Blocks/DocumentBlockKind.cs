using System.Text.Json.Serialization;
using Qwen.Perception.Forms;

namespace Qwen.Perception;

/// <summary>What a block of a page is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentBlockKind>))]
public enum DocumentBlockKind
{
    /// <summary>Running text.</summary>
    [JsonStringEnumMemberName("paragraph")]
    Paragraph,

    /// <summary>A heading; <see cref="DocumentBlock.Level"/> says of which level.</summary>
    [JsonStringEnumMemberName("heading")]
    Heading,

    /// <summary>A list; its entries are in <see cref="DocumentBlock.Items"/>.</summary>
    [JsonStringEnumMemberName("list")]
    List,

    /// <summary>A table.</summary>
    [JsonStringEnumMemberName("table")]
    Table,

    /// <summary>A chart, with the table of its numbers where the model gave one.</summary>
    [JsonStringEnumMemberName("chart")]
    Chart,

    /// <summary>A displayed formula; <see cref="DocumentBlock.Notation"/> is LaTeX.</summary>
    [JsonStringEnumMemberName("formula")]
    Formula,

    /// <summary>A picture.</summary>
    [JsonStringEnumMemberName("picture")]
    Picture,

    /// <summary>A picture that the model described; the text is the description.</summary>
    [JsonStringEnumMemberName("picture_with_caption")]
    PictureWithCaption,

    /// <summary>A picture that contains writing; the text is what stands in it.</summary>
    [JsonStringEnumMemberName("picture_with_text")]
    PictureWithText,

    /// <summary>A sheet of music; <see cref="DocumentBlock.Notation"/> is ABC notation.</summary>
    [JsonStringEnumMemberName("music")]
    Music,

    /// <summary>A chemical structure; <see cref="DocumentBlock.Notation"/> is SMILES.</summary>
    [JsonStringEnumMemberName("chemistry")]
    Chemistry,

    /// <summary>The block of authors below a title.</summary>
    [JsonStringEnumMemberName("authors")]
    Authors,

    /// <summary>Code or other text whose lines and blanks matter; <see cref="DocumentBlock.Language"/> may say what it is.</summary>
    [JsonStringEnumMemberName("code")]
    Code,
}
