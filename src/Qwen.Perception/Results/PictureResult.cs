using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>What every answer about a picture carries.</summary>
public abstract record PictureResult
{
    /// <summary>Size of the caller's picture, upright. All coordinates are pixels of it, origin top left.</summary>
    [JsonPropertyName("picture_size")]
    public PictureSize PictureSize { get; init; } = PictureSize.None;

    /// <summary>Size at which the model saw it.</summary>
    [JsonPropertyName("model_size")]
    public PictureSize ModelSize { get; init; } = PictureSize.None;

    /// <summary>What was mended, clamped, joined or left out on the way from the model's text to this result; usually nothing.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The model's answer as it wrote it; coordinates in it are pixels of <see cref="ModelSize"/>.</summary>
    [JsonPropertyName("raw_text")]
    public string RawText { get; init; } = "";

    /// <summary>The parts of a large picture that were looked at one by one, where that was asked for; else empty.</summary>
    [JsonPropertyName("parts")]
    public IReadOnlyList<PicturePart> Parts { get; init; } = [];
}
