using System.Text.Json.Serialization;

namespace Qwen.Cli.Evaluation;

/// <summary>One question with what was drawn, what is wanted and, where somebody recorded it, what the model answered before.</summary>
internal sealed record EvaluationCase
{
    /// <summary>Name of the group that the case is counted in.</summary>
    [JsonPropertyName("task")]
    public required string Task { get; init; }

    /// <summary>How right is judged: see <see cref="CaseJudge"/>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The picture, or the frames of a clip side by side, relative to the folder of the cases.</summary>
    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>The question, asked after the picture unless <see cref="IsTextFirst"/>.</summary>
    [JsonPropertyName("prompt")]
    public required string Prompt { get; init; }

    /// <summary>Whether the question stands before the picture.</summary>
    [JsonPropertyName("text_first")]
    public bool IsTextFirst { get; init; }

    /// <summary>System text; null for the model's own.</summary>
    [JsonPropertyName("system")]
    public string? System { get; init; }

    /// <summary>The perfect answer.</summary>
    [JsonPropertyName("reference")]
    public required string Reference { get; init; }

    /// <summary>What was drawn.</summary>
    [JsonPropertyName("truth")]
    public EvaluationTruth Truth { get; init; } = new();

    /// <summary>Frames of the clip; null for a picture.</summary>
    [JsonPropertyName("frames")]
    public int? Frames { get; init; }

    /// <summary>Width of one frame of the strip.</summary>
    [JsonPropertyName("frame_width")]
    public int? FrameWidth { get; init; }

    /// <summary>Height of one frame of the strip.</summary>
    [JsonPropertyName("frame_height")]
    public int? FrameHeight { get; init; }

    /// <summary>Frames a second of the clip.</summary>
    [JsonPropertyName("fps")]
    public double? Fps { get; init; }

    /// <summary>The answer that was recorded.</summary>
    [JsonPropertyName("answer")]
    public string? RecordedAnswer { get; init; }

    /// <summary>Whether the recorded answer was judged right.</summary>
    [JsonPropertyName("right")]
    public bool? RecordedRight { get; init; }
}
