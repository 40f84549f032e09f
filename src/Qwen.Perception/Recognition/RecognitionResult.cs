using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>What a picture shows.</summary>
public sealed record RecognitionResult : PictureResult
{
    /// <summary>
    /// The names by place where the model listed them; empty where it answered in prose, see <see cref="PictureResult.RawText"/>.
    /// </summary>
    [JsonPropertyName("found")]
    public required IReadOnlyList<RecognisedName> Found { get; init; }
}
