using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;
using Qwen.SemanticKernel.Settings;

namespace Qwen.SemanticKernel;

/// <summary>Settings of a prompt for a local Qwen2.5-VL. Null means: as the checkpoint proposes, or off.</summary>
/// <remarks>
/// Like all execution settings: not safe for concurrent change; frozen ones refuse it with <see cref="InvalidOperationException"/>.
/// </remarks>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed partial class QwenPromptExecutionSettings : PromptExecutionSettings
{
    /// <summary>Softmax temperature; 0 is greedy.</summary>
    [JsonPropertyName("temperature")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Temperature { get; set => field = Unfrozen(value); }

    /// <summary>Keep the smallest set of best tokens whose probabilities reach this share (0…1).</summary>
    [JsonPropertyName("top_p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? TopP { get; set => field = Unfrozen(value); }

    /// <summary>Keep only this many best tokens.</summary>
    [JsonPropertyName("top_k")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TopK { get; set => field = Unfrozen(value); }

    /// <summary>Drop tokens whose probability is below this share of the best token's (0…1).</summary>
    [JsonPropertyName("min_p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? MinP { get; set => field = Unfrozen(value); }

    /// <summary>Seed of the draw.</summary>
    [JsonPropertyName("seed")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seed { get; set => field = Unfrozen(value); }

    /// <summary>Most tokens to write.</summary>
    [JsonPropertyName("max_tokens")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxTokens { get; set => field = Unfrozen(value); }

    /// <summary>Texts that end the answer; they are not part of it.</summary>
    [JsonPropertyName("stop_sequences")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IList<string>? StopSequences { get; set => field = Unfrozen(value); }

    /// <summary>Subtracted from a token's logit for each time it is already in the answer.</summary>
    [JsonPropertyName("frequency_penalty")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? FrequencyPenalty { get; set => field = Unfrozen(value); }

    /// <summary>Subtracted once from the logit of every token already in the answer.</summary>
    [JsonPropertyName("presence_penalty")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? PresencePenalty { get; set => field = Unfrozen(value); }

    /// <summary>Divides positive and multiplies negative logits of every token in prompt and answer; 1 is off.</summary>
    [JsonPropertyName("repetition_penalty")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? RepetitionPenalty { get; set => field = Unfrozen(value); }

    /// <summary>The first system message.</summary>
    [JsonPropertyName("chat_system_prompt")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChatSystemPrompt { get; set => field = Unfrozen(value); }

    /// <summary>
    /// What the answer has to be: <c>"text"</c>, <c>"json_object"</c>, a JSON schema (<see cref="System.Text.Json.JsonElement"/>), a
    /// <see cref="Type"/> whose schema it is, or a <see cref="Microsoft.Extensions.AI.ChatResponseFormat"/>. It is enforced, whatever the
    /// weights.
    /// </summary>
    [JsonPropertyName("response_format")]
    [JsonConverter(typeof(ResponseFormatConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public object? ResponseFormat { get; set => field = Unfrozen(value); }

    /// <summary>Report the probability of each token.</summary>
    [JsonPropertyName("logprobs")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? LogProbabilities { get; set => field = Unfrozen(value); }

    /// <summary>Alternatives to report for each token.</summary>
    [JsonPropertyName("top_logprobs")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TopLogProbabilities { get; set => field = Unfrozen(value); }

    /// <summary>Number the media in the prompt: "Picture 1: ", "Video 1: ".</summary>
    [JsonPropertyName("add_vision_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? NumberMedia { get; set => field = Unfrozen(value); }

    /// <summary>Start of the answer that the model has to continue.</summary>
    [JsonPropertyName("assistant_prefix")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AssistantPrefix { get; set => field = Unfrozen(value); }

    /// <summary>Smallest area of a picture or frame, in pixels, for media that say nothing themselves.</summary>
    [JsonPropertyName("min_pixels")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MinPixels { get; set => field = Unfrozen(value); }

    /// <summary>Largest area of a picture or frame, in pixels, for media that say nothing themselves.</summary>
    [JsonPropertyName("max_pixels")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxPixels { get; set => field = Unfrozen(value); }

    /// <summary>Pixels of all frames of a video together.</summary>
    [JsonPropertyName("total_pixels")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TotalPixels { get; set => field = Unfrozen(value); }

    /// <summary>Frames to take from a video for each second.</summary>
    [JsonPropertyName("fps")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Fps { get; set => field = Unfrozen(value); }

    /// <summary>Frames to take from a video in all; excludes <see cref="Fps"/>.</summary>
    [JsonPropertyName("nframes")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FrameCount { get; set => field = Unfrozen(value); }

    /// <summary>Most frames to take from a video.</summary>
    [JsonPropertyName("max_frames")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxFrames { get; set => field = Unfrozen(value); }

    /// <summary>Where to start in a video, in seconds.</summary>
    [JsonPropertyName("video_start")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? VideoStart { get; set => field = Unfrozen(value); }

    /// <summary>Where to end in a video, in seconds.</summary>
    [JsonPropertyName("video_end")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? VideoEnd { get; set => field = Unfrozen(value); }

    private T Unfrozen<T>(T value)
    {
        ThrowIfFrozen();
        return value;
    }
}
