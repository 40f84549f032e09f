using System.Text.Json.Nodes;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>Every published form of the configuration files gives the same values; nothing that matters is guessed.</summary>
public class ModelConfigReaderTests
{
    [Fact]
    public void Nested_values_win_over_flat_ones()
    {
        using var folder = new CheckpointFolder(nested: true);
        folder.Edit("config.json", json =>
        {
            json["hidden_size"] = 9999;
            json["rope_theta"] = 5;
            json["tie_word_embeddings"] = false;
        });
        ConfigAssert.Equal(RandomCheckpointSizes.Tiny, Read(folder));
    }

    [Fact]
    public void Keys_that_the_nested_form_lacks_are_taken_from_the_flat_one()
    {
        using var folder = new CheckpointFolder(nested: true);
        folder.Edit("config.json", json =>
        {
            var text = json["text_config"]!.AsObject();
            foreach (var key in (string[])["hidden_size", "rms_norm_eps"])
            {
                json[key] = text[key]!.DeepClone();
                text.Remove(key);
            }

            text["head_dim"] = null;
            json["rope_theta"] = text["rope_parameters"]!["rope_theta"]!.DeepClone();
            json["rope_scaling"] = new JsonObject
            {
                ["type"] = "default",
                ["rope_type"] = "default",
                ["mrope_section"] = new JsonArray(2, 2, 2)
            };
            text.Remove("rope_parameters");
        });
        ConfigAssert.Equal(RandomCheckpointSizes.Tiny, Read(folder));
    }

    [Fact]
    public void Token_ids_are_found_inside_the_nested_form_too()
    {
        using var folder = new CheckpointFolder(nested: true);
        folder.Edit("config.json", json =>
        {
            foreach (var key in (string[])["vision_start_token_id", "vision_end_token_id", "image_token_id", "video_token_id"])
            {
                json["text_config"]![key] = json[key]!.DeepClone();
                json.Remove(key);
            }
        });
        ConfigAssert.Equal(RandomCheckpointSizes.Tiny, Read(folder));
    }

    [Fact]
    public void A_published_encoder_may_leave_out_what_the_32B_file_leaves_out()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), """
            {
              "model_type": "qwen2_5_vl", "hidden_size": 5120, "num_hidden_layers": 64, "num_attention_heads": 40, "num_key_value_heads": 8,
              "intermediate_size": 27648, "vocab_size": 152064, "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "max_position_embeddings": 128000,
              "tie_word_embeddings": false, "rope_scaling": { "type": "mrope", "mrope_section": [16, 24, 24] },
              "vision_start_token_id": 151652, "vision_end_token_id": 151653, "image_token_id": 151655, "video_token_id": 151656,
              "vision_config": { "hidden_size": 1280, "in_chans": 3, "intermediate_size": 3456, "out_hidden_size": 5120, "spatial_patch_size": 14, "tokens_per_second": 2 }
            }
            """);
        ConfigAssert.Equal(RandomCheckpointSizes.Size32B, ModelConfigReader.Read(folder.File("config.json")));
    }

    [Theory]
    [InlineData("depth")]
    [InlineData("num_heads")]
    [InlineData("fullatt_block_indexes")]
    [InlineData("tokens_per_second")]
    [InlineData("hidden_size")]
    public void An_encoder_of_another_width_has_to_state(string key)
    {
        using var folder = new CheckpointFolder();
        folder.Edit("config.json", json => json["vision_config"]!.AsObject().Remove(key));
        var error = Assert.Throws<QwenException>(() => Read(folder));
        Assert.Contains($"'vision_config.{key}' is missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hidden_size")]
    [InlineData("num_hidden_layers")]
    [InlineData("num_attention_heads")]
    [InlineData("num_key_value_heads")]
    [InlineData("intermediate_size")]
    [InlineData("vocab_size")]
    [InlineData("rms_norm_eps")]
    [InlineData("rope_theta")]
    [InlineData("rope_scaling")]
    [InlineData("max_position_embeddings")]
    [InlineData("image_token_id")]
    [InlineData("vision_config")]
    [InlineData("model_type")]
    public void The_decoder_has_to_state(string key)
    {
        using var folder = new CheckpointFolder();
        folder.Edit("config.json", json => json.Remove(key));
        var error = Assert.Throws<QwenException>(() => Read(folder));
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.File("config.json"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_name_the_nested_key_the_value_and_what_was_expected()
    {
        using var folder = new CheckpointFolder(nested: true);
        folder.SetRaw("config.json", "text_config.rope_parameters.mrope_section", "[2, 2, 1]");
        Assert.Equal(
            $"{folder.File("config.json")}: 'text_config.rope_parameters.mrope_section' is [2, 2, 1], "
            + "expected three numbers with the sum 6, half the head width.",
            Assert.Throws<QwenException>(() => Read(folder)).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_the_file_does_not_say_the_stored_head_decides(bool tied)
    {
        using var folder = new CheckpointFolder(tied: tied);
        folder.Edit("config.json", json => json.Remove("tie_word_embeddings"));
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal(tied, checkpoint.Config.Text.TiedHead);
    }

    [Fact]
    public void A_byte_order_mark_is_no_harm()
    {
        using var folder = new CheckpointFolder();
        folder.Write("config.json", [0xEF, 0xBB, 0xBF, .. folder.Read("config.json")]);
        ConfigAssert.Equal(RandomCheckpointSizes.Tiny, Read(folder));
    }

    [Theory]
    [InlineData("""{"min_pixels": 1000, "max_pixels": 2000}""", 1000, 2000)]
    [InlineData("""{"size": {"shortest_edge": 1000, "longest_edge": 2000}}""", 1000, 2000)]
    [InlineData("""{"size": {"shortest_edge": 1, "longest_edge": 2}, "min_pixels": 1000, "max_pixels": 2000}""", 1000, 2000)]
    [InlineData("""{"size": {"shortest_edge": 1000, "longest_edge": 2000}, "min_pixels": null, "max_pixels": null}""", 1000, 2000)]
    [InlineData("{}", 3136, 12845056)]
    [InlineData(null, 3136, 12845056)]
    public void Picture_limits_come_in_two_forms(string? json, int min, int max)
    {
        using var folder = new CheckpointFolder();
        folder.Delete("preprocessor_config.json");
        if (json is not null)
            folder.Write("preprocessor_config.json", json);
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal((min, max), (checkpoint.Preprocessor.MinPixels, checkpoint.Preprocessor.MaxPixels));
        Assert.Equal([0.48145466f, 0.4578275f, 0.40821073f], checkpoint.Preprocessor.Mean);
        Assert.Equal([0.26862954f, 0.26130258f, 0.27577711f], checkpoint.Preprocessor.StandardDeviation);
    }

    [Fact]
    public void Picture_limits_are_found_in_the_combined_processor_file()
    {
        using var folder = new CheckpointFolder();
        folder.Delete("preprocessor_config.json");
        folder.Write(
            "processor_config.json",
            """{"image_processor": {"size": {"shortest_edge": 1000, "longest_edge": 2000}, "image_mean": [0.5, 0.25, 0.125]}}""");
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal((1000, 2000), (checkpoint.Preprocessor.MinPixels, checkpoint.Preprocessor.MaxPixels));
        Assert.Equal([0.5f, 0.25f, 0.125f], checkpoint.Preprocessor.Mean);
    }

    [Theory]
    [InlineData("""{"eos_token_id": 7}""", new[] { 7 })]
    [InlineData("""{"eos_token_id": [7, 8]}""", new[] { 7, 8 })]
    [InlineData("""{"eos_token_id": null}""", new[] { 299 })]
    [InlineData("""{"eos_token_id": []}""", new[] { 299 })]
    [InlineData("{}", new[] { 299 })]
    [InlineData(null, new[] { 299 })]
    public void End_tokens_are_a_number_or_a_list_or_those_of_the_configuration(string? json, int[] expected)
    {
        foreach (var nested in (bool[])[false, true])
        {
            using var folder = new CheckpointFolder(nested: nested);
            folder.Delete("generation_config.json");
            if (json is not null)
                folder.Write("generation_config.json", json);
            using var checkpoint = Checkpoint.Open(folder.Path);
            Assert.Equal(expected, checkpoint.Generation.EndTokenIds);
            Assert.False(checkpoint.Generation.Sample);
            Assert.Null(checkpoint.Generation.Temperature);
        }
    }

    [Fact]
    public void Generation_values_are_read()
    {
        using var folder = new CheckpointFolder();
        folder.Write(
            "generation_config.json",
            """{"do_sample": true, "temperature": 1e-06, "top_p": 0.8, "top_k": 20, "repetition_penalty": 1.05}""");
        using var checkpoint = Checkpoint.Open(folder.Path);
        var generation = checkpoint.Generation;
        Assert.Equal(
            (true, 1e-6f, 0.8f, 20, 1.05f),
            (generation.Sample, generation.Temperature, generation.TopP, generation.TopK, generation.RepetitionPenalty));
    }

    private static ModelConfig Read(CheckpointFolder folder) => ModelConfigReader.Read(folder.File("config.json"));
}
