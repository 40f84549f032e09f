using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.Testing;

/// <summary>The JSON files of a random checkpoint, in the older flat or the newer nested form.</summary>
internal static class RandomCheckpointConfigs
{
    public static IEnumerable<(string Name, JsonObject Content)> All(RandomCheckpointOptions options)
    {
        yield return ("config.json", Config(options));
        yield return ("preprocessor_config.json", Preprocessor(options));
        yield return ("generation_config.json", new JsonObject
        {
            ["do_sample"] = false,
            ["eos_token_id"] = new JsonArray([.. EndTokens(options).Select(id => (JsonNode)id)]),
        });
    }

    private static JsonObject Config(RandomCheckpointOptions options)
    {
        var config = options.Config;
        var root = new JsonObject
        {
            ["architectures"] = new JsonArray("Qwen2_5_VLForConditionalGeneration"),
            ["model_type"] = "qwen2_5_vl",
            ["vision_config"] = Vision(config.Vision, options.Nested),
            ["vision_start_token_id"] = config.VisionStartTokenId,
            ["vision_end_token_id"] = config.VisionEndTokenId,
            ["image_token_id"] = config.ImageTokenId,
            ["video_token_id"] = config.VideoTokenId,
        };
        var text = Text(config.Text, options.Nested);
        text["eos_token_id"] = EndTokens(options)[0];
        if (options.Nested)
        {
            text["model_type"] = "qwen2_5_vl_text";
            root["text_config"] = text;
            return root;
        }

        foreach (var (key, value) in text)
            root[key] = value?.DeepClone();
        return root;
    }

    private static JsonObject Text(TextConfig text, bool nested)
    {
        var json = new JsonObject
        {
            ["hidden_act"] = "silu",
            ["hidden_size"] = text.HiddenSize,
            ["num_hidden_layers"] = text.LayerCount,
            ["num_attention_heads"] = text.HeadCount,
            ["num_key_value_heads"] = text.KeyValueHeadCount,
            ["intermediate_size"] = text.IntermediateSize,
            ["vocab_size"] = text.VocabularySize,
            ["tie_word_embeddings"] = text.TiedHead,
            ["rms_norm_eps"] = text.RmsNormEpsilon,
            ["max_position_embeddings"] = text.MaxPositions,
            ["use_sliding_window"] = false,
        };
        if (text.HeadDim * text.HeadCount != text.HiddenSize)
            json["head_dim"] = text.HeadDim;

        var sections = new JsonArray([.. text.MropeSection.Select(count => (JsonNode)count)]);
        if (nested)
        {
            json["rope_parameters"] = new JsonObject
            {
                ["rope_type"] = "default",
                ["rope_theta"] = text.RopeTheta,
                ["mrope_section"] = sections
            };
        }
        else
        {
            json["rope_theta"] = text.RopeTheta;
            json["rope_scaling"] = new JsonObject { ["type"] = "mrope", ["mrope_section"] = sections };
        }

        return json;
    }

    private static JsonObject Vision(VisionConfig vision, bool nested) => new()
    {
        ["hidden_act"] = "silu",
        ["depth"] = vision.BlockCount,
        ["hidden_size"] = vision.HiddenSize,
        ["num_heads"] = vision.HeadCount,
        ["intermediate_size"] = vision.IntermediateSize,
        ["out_hidden_size"] = vision.OutputSize,
        [nested ? "in_channels" : "in_chans"] = vision.ChannelCount,
        ["patch_size"] = vision.PatchSize,
        ["temporal_patch_size"] = vision.TemporalPatchSize,
        ["spatial_merge_size"] = vision.MergeSize,
        ["window_size"] = vision.WindowSize,
        ["fullatt_block_indexes"] = new JsonArray([.. vision.FullAttentionBlocks.Select(block => (JsonNode)block)]),
        ["tokens_per_second"] = vision.TokensPerSecond,
    };

    private static JsonObject Preprocessor(RandomCheckpointOptions options)
    {
        const int Min = 3136, Max = 12845056;
        return options.Nested
            ? new JsonObject { ["size"] = new JsonObject { ["shortest_edge"] = Min, ["longest_edge"] = Max } }
            : new JsonObject { ["min_pixels"] = Min, ["max_pixels"] = Max };
    }

    private static IReadOnlyList<int> EndTokens(RandomCheckpointOptions options)
        => options.EndTokenIds ?? [options.Config.VisionStartTokenId == 151652 ? 151645 : options.Config.Text.VocabularySize - 1];
}
