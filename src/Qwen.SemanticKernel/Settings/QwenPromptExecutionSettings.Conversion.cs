using System.Collections.ObjectModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Extensions.AI;
using Qwen.SemanticKernel.Settings;

namespace Qwen.SemanticKernel;

public sealed partial class QwenPromptExecutionSettings
{
    /// <summary>These settings out of any others: the same object where it is one already, otherwise read anew by JSON names.</summary>
    public static QwenPromptExecutionSettings FromExecutionSettings(PromptExecutionSettings? executionSettings)
    {
        switch (executionSettings)
        {
            case null:
                return new QwenPromptExecutionSettings();
            case QwenPromptExecutionSettings own:
                return own;
        }

        // a function choice does not survive JSON: it is carried round it
        var plain = executionSettings.Clone();
        plain.FunctionChoiceBehavior = null;
        var context = QwenPromptExecutionSettingsJsonContext.Default;
        var json = plain.GetType() == typeof(PromptExecutionSettings)
            ? JsonSerializer.Serialize(plain, context.PromptExecutionSettings)
            : JsonSerializer.Serialize(plain, plain.GetType());
        var settings = JsonSerializer.Deserialize(json, context.QwenPromptExecutionSettings)!;
        settings.FunctionChoiceBehavior = executionSettings.FunctionChoiceBehavior;
        return settings;
    }

    /// <inheritdoc/>
    public override PromptExecutionSettings Clone() => new QwenPromptExecutionSettings
    {
        ModelId = ModelId,
        ServiceId = ServiceId,
        FunctionChoiceBehavior = FunctionChoiceBehavior,
        ExtensionData = ExtensionData is null ? null : new Dictionary<string, object>(ExtensionData),
        StopSequences = StopSequences is null ? null : [.. StopSequences],
        Temperature = Temperature,
        TopP = TopP,
        TopK = TopK,
        MinP = MinP,
        Seed = Seed,
        MaxTokens = MaxTokens,
        FrequencyPenalty = FrequencyPenalty,
        PresencePenalty = PresencePenalty,
        RepetitionPenalty = RepetitionPenalty,
        ChatSystemPrompt = ChatSystemPrompt,
        ResponseFormat = ResponseFormat,
        LogProbabilities = LogProbabilities,
        TopLogProbabilities = TopLogProbabilities,
        NumberMedia = NumberMedia,
        AssistantPrefix = AssistantPrefix,
        MinPixels = MinPixels,
        MaxPixels = MaxPixels,
        TotalPixels = TotalPixels,
        Fps = Fps,
        FrameCount = FrameCount,
        MaxFrames = MaxFrames,
        VideoStart = VideoStart,
        VideoEnd = VideoEnd,
    };

    /// <inheritdoc/>
    public override void Freeze()
    {
        if (IsFrozen)
            return;
        if (StopSequences is not null)
            StopSequences = new ReadOnlyCollection<string>(StopSequences);
        base.Freeze();
    }

    /// <summary>
    /// Hands the settings over with the types they have here: the general conversion goes through JSON, where every number becomes a
    /// double.
    /// </summary>
    protected override void PrepareChatOptionsForRequest(ChatOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Temperature = Temperature ?? options.Temperature;
        options.TopP = TopP ?? options.TopP;
        options.TopK = TopK ?? options.TopK;
        options.Seed = Seed ?? options.Seed;
        options.MaxOutputTokens = MaxTokens ?? options.MaxOutputTokens;
        options.FrequencyPenalty = FrequencyPenalty ?? options.FrequencyPenalty;
        options.PresencePenalty = PresencePenalty ?? options.PresencePenalty;
        options.Instructions = ChatSystemPrompt ?? options.Instructions;
        if (ResponseFormat is not null)
            options.ResponseFormat = ResponseFormatConverter.Convert(ResponseFormat);
        if (StopSequences is not null)
            options.StopSequences = [.. StopSequences];
        Set(options, QwenPropertyNames.MinP, MinP);
        Set(options, QwenPropertyNames.RepetitionPenalty, RepetitionPenalty);
        Set(options, QwenPropertyNames.LogProbabilities, LogProbabilities);
        Set(options, QwenPropertyNames.TopLogProbabilities, TopLogProbabilities);
        Set(options, QwenPropertyNames.NumberMedia, NumberMedia);
        Set(options, QwenPropertyNames.AssistantPrefix, AssistantPrefix);
        Set(options, "min_pixels", MinPixels);
        Set(options, "max_pixels", MaxPixels);
        Set(options, "total_pixels", TotalPixels);
        Set(options, "fps", Fps);
        Set(options, "nframes", FrameCount);
        Set(options, "max_frames", MaxFrames);
        Set(options, "video_start", VideoStart);
        Set(options, "video_end", VideoEnd);
    }

    private static void Set(ChatOptions options, string key, object? value)
    {
        if (value is not null)
            (options.AdditionalProperties ??= [])[key] = value;
    }
}
