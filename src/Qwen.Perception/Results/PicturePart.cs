using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>A part of a picture that the model was asked about by itself.</summary>
/// <param name="Box">The part, in pixels of the caller's picture.</param>
/// <param name="ModelSize">Size at which the model saw it.</param>
/// <param name="RawText">What the model answered; coordinates in it are pixels of <paramref name="ModelSize"/> within the part.</param>
public sealed record PicturePart(
    [property: JsonPropertyName("box")] DocumentBox Box,
    [property: JsonPropertyName("model_size")] PictureSize ModelSize,
    [property: JsonPropertyName("raw_text")] string RawText);
