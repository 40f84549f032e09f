using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>One step of a recorded episode: a line of its file.</summary>
public sealed record EpisodeEntry
{
    /// <summary>Counts from 1.</summary>
    [JsonPropertyName("number")]
    public required int Number { get; init; }

    /// <summary>Width of the screen in pixels.</summary>
    [JsonPropertyName("width")]
    public required int Width { get; init; }

    /// <summary>Height of the screen in pixels.</summary>
    [JsonPropertyName("height")]
    public required int Height { get; init; }

    /// <summary>What the model thought.</summary>
    [JsonPropertyName("thought")]
    public string? Thought { get; init; }

    /// <summary>The model's answer as it was written.</summary>
    [JsonPropertyName("answer")]
    public string? Answer { get; init; }

    /// <summary>The action.</summary>
    [JsonPropertyName("action")]
    public ScreenAction? Action { get; init; }

    /// <summary>What became of it.</summary>
    [JsonPropertyName("outcome")]
    public AttemptOutcome? Outcome { get; init; }

    /// <summary>What it might have brought about.</summary>
    [JsonPropertyName("risk")]
    public ScreenRisk? Risk { get; init; }

    /// <summary>What stands on the control.</summary>
    [JsonPropertyName("label")]
    public string? Label { get; init; }

    /// <summary>Why it was not carried out, or what followed.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>What the model answered to a question in the task.</summary>
    [JsonPropertyName("reply")]
    public string? Reply { get; init; }

    /// <summary>Why the episode ended, in its last step.</summary>
    [JsonPropertyName("stop")]
    public ScreenStop? Stop { get; init; }

    /// <summary>The same in a sentence.</summary>
    [JsonPropertyName("stop_reason")]
    public string? StopReason { get; init; }

    /// <summary>How long the step took.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>File of the picture before, in the episode's folder.</summary>
    [JsonPropertyName("before")]
    public required string Before { get; init; }

    /// <summary>File of the picture after.</summary>
    [JsonPropertyName("after")]
    public string? After { get; init; }
}
