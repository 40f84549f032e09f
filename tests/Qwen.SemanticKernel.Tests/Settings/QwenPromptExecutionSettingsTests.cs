using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;

namespace Qwen.SemanticKernel.Tests.Settings;

public class QwenPromptExecutionSettingsTests
{
    private static readonly PropertyInfo[] Own =
        [.. typeof(QwenPromptExecutionSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)];

    [Fact]
    public void Names_in_json_are_snake_case() =>
        Assert.All(Own, property =>
        {
            var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name;
            Assert.Matches("^[a-z]+(_[a-z]+)*$", name);
        });

    [Fact]
    public void Unset_values_are_not_written() =>
        Assert.Equal("{}", JsonSerializer.Serialize(new QwenPromptExecutionSettings())
            .Replace("\"function_choice_behavior\":null", "")
            .Replace("\"service_id\":null", "")
            .Replace("\"model_id\":null", "")
            .Replace(",", ""));

    [Fact]
    public void A_clone_has_every_value_and_shares_no_list()
    {
        var settings = Full();
        var clone = (QwenPromptExecutionSettings)settings.Clone();
        Assert.All(Own, property => Assert.NotNull(property.GetValue(settings)));
        Assert.Equal(JsonSerializer.Serialize(settings), JsonSerializer.Serialize(clone));
        clone.StopSequences!.Add("more");
        Assert.NotEqual(settings.StopSequences!.Count, clone.StopSequences.Count);
    }

    [Fact]
    public void Frozen_settings_refuse_every_change()
    {
        var settings = Full();
        settings.Freeze();
        settings.Freeze();
        Assert.All(Own, property =>
        {
            var error = Assert.Throws<TargetInvocationException>(() => property.SetValue(settings, property.GetValue(settings)));
            Assert.IsType<InvalidOperationException>(error.InnerException);
        });
        Assert.Throws<NotSupportedException>(() => settings.StopSequences!.Add("more"));
        Assert.False(((QwenPromptExecutionSettings)settings.Clone()).IsFrozen);
    }

    [Fact]
    public void Settings_of_another_kind_are_read_by_their_json_names()
    {
        var behavior = FunctionChoiceBehavior.Auto();
        var general = new PromptExecutionSettings
        {
            ModelId = "m",
            FunctionChoiceBehavior = behavior,
            ExtensionData = new Dictionary<string, object> { ["temperature"] = 0.5, ["max_tokens"] = "12", ["stop_sequences"] = new[]
            {
                "a"
            }, ["max_pixels"] = 5000, ["fps"] = 2, ["other"] = true },
        };
        var settings = QwenPromptExecutionSettings.FromExecutionSettings(general);
        Assert.Equal(
            ("m", 0.5f, 12, 5000, 2.0),
            (settings.ModelId, settings.Temperature!.Value, settings.MaxTokens!.Value, settings.MaxPixels!.Value, settings.Fps!.Value));
        Assert.Equal(["a"], settings.StopSequences!);
        Assert.Same(behavior, settings.FunctionChoiceBehavior);
        Assert.True(((JsonElement)settings.ExtensionData!["other"]).GetBoolean());
    }

    [Fact]
    public void Own_settings_stay_the_same_object_and_none_give_the_defaults()
    {
        var settings = Full();
        Assert.Same(settings, QwenPromptExecutionSettings.FromExecutionSettings(settings));
        Assert.Null(QwenPromptExecutionSettings.FromExecutionSettings(null).Temperature);
    }

    [Fact]
    public void Settings_reach_the_chat_options_with_their_types()
    {
        var options = Full().ToChatOptions(null)!;
        Assert.Equal(
            (0.7f, 0.9f, 40, 1L << 60, 128),
            (options.Temperature!.Value, options.TopP!.Value, options.TopK!.Value, options.Seed!.Value, options.MaxOutputTokens!.Value));
        Assert.Equal((0.1f, 0.2f, "be brief"), (options.FrequencyPenalty!.Value, options.PresencePenalty!.Value, options.Instructions));
        Assert.Equal(["END"], options.StopSequences!);
        var properties = options.AdditionalProperties!;
        Assert.Equal(0.05f, properties["min_p"]);
        Assert.Equal(1.05f, properties["repetition_penalty"]);
        Assert.Equal(true, properties["logprobs"]);
        Assert.Equal(2, properties["top_logprobs"]);
        Assert.Equal(true, properties["add_vision_id"]);
        Assert.Equal("Well", properties["assistant_prefix"]);
        Assert.Equal((3136, 12544, 1L << 40), (properties["min_pixels"], properties["max_pixels"], properties["total_pixels"]));
        Assert.Equal(
            (2.0, 8, 64, 1.0, 9.5),
            (properties["fps"], properties["nframes"], properties["max_frames"], properties["video_start"], properties["video_end"]));
    }

    [Fact]
    public void A_prompt_template_can_state_them()
    {
        var config = PromptTemplateConfig.FromJson(
            """{"template": "hi", "execution_settings": {"default": {"temperature": 0.25, "min_p": 0.1}}}""");
        Assert.Equal(
            (0.25f, 0.1f),
            (
                QwenPromptExecutionSettings.FromExecutionSettings(config.DefaultExecutionSettings).Temperature!.Value,
                QwenPromptExecutionSettings.FromExecutionSettings(config.DefaultExecutionSettings).MinP!.Value));
    }

    private static QwenPromptExecutionSettings Full() => new()
    {
        Temperature = 0.7f,
        TopP = 0.9f,
        TopK = 40,
        MinP = 0.05f,
        Seed = 1L << 60,
        MaxTokens = 128,
        StopSequences = ["END"],
        FrequencyPenalty = 0.1f,
        PresencePenalty = 0.2f,
        RepetitionPenalty = 1.05f,
        ChatSystemPrompt = "be brief",
        ResponseFormat = "text",
        LogProbabilities = true,
        TopLogProbabilities = 2,
        NumberMedia = true,
        AssistantPrefix = "Well",
        MinPixels = 3136,
        MaxPixels = 12544,
        TotalPixels = 1L << 40,
        Fps = 2,
        FrameCount = 8,
        MaxFrames = 64,
        VideoStart = 1,
        VideoEnd = 9.5,
    };
}
