using System.Text;
using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Field;

/// <summary>Relatives of the checkpoints of the field, made here: each is read as it is meant, or refused for what it is.</summary>
public sealed class CheckpointVariantTests
{
    [Theory]
    [InlineData("model.language_model.", "model.visual.", "lm_head.")]
    [InlineData("language_model.", "visual.", "lm_head.")]
    [InlineData("language_model.model.", "vision_tower.", "language_model.lm_head.")]
    [InlineData("model.language_model.", "model.vision_tower.", "model.lm_head.")]
    [InlineData("base_model.model.model.", "base_model.model.visual.", "base_model.model.lm_head.")]
    [InlineData("module.model.", "module.visual.", "module.lm_head.")]
    [InlineData("_orig_mod.model.language_model.", "_orig_mod.model.visual.", "_orig_mod.lm_head.")]
    [InlineData("module._orig_mod.model.", "module._orig_mod.visual.", "module._orig_mod.lm_head.")]
    [InlineData("model._fsdp_wrapped_module.", "visual._fsdp_wrapped_module.", "lm_head.")]
    [InlineData("thinker.model.", "thinker.visual.", "thinker.lm_head.")]
    [InlineData("vlm.model.", "vlm.visual.", "vlm.lm_head.")]
    [InlineData("vlm.language_model.model.", "vlm.vision_model.", "vlm.language_model.lm_head.")]
    [InlineData("", "visual.", "lm_head.")]
    [InlineData("nobody.heard.of.", "nobody.saw.", "nobody.said.lm_head.")]
    public void Words_before_the_names_of_tensors_are_seen_through(string text, string vision, string head)
    {
        using var folder = new FieldCheckpoint();
        folder.EditWeights(weights => weights.Rename(name => name.StartsWith("model.", StringComparison.Ordinal)
            ? text + name["model.".Length..]
            : name.StartsWith("visual.", StringComparison.Ordinal) ? vision + name["visual.".Length..] : head + name["lm_head.".Length..]));
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Empty(checkpoint.Notes);
    }

    [Fact]
    public void Wrappers_between_the_words_are_left_out()
    {
        using var folder = new FieldCheckpoint();
        folder.EditWeights(weights => weights.Rename(name => name
            .Replace("layers.3.", "layers.3._checkpoint_wrapped_module.", StringComparison.Ordinal)
            .Replace("blocks.2.", "blocks.2._orig_mod.", StringComparison.Ordinal)));
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Empty(checkpoint.Notes);
    }

    [Fact]
    public async Task Other_tensors_are_named_and_left_alone()
    {
        using var folder = new FieldCheckpoint();
        folder.EditWeights(weights => weights.Add("v_head.summary.weight", 1, 1, 192)
            .Add("talker.model.layers.0.mlp.up_proj.weight", 1, 3, 3)
            .Add("model.layers.0.self_attn.rotary_emb.inv_freq", 1, 16));
        var notes = await DemoAnswer.SameAsync(folder.Path);
        Assert.Contains("2 tensors", notes, StringComparison.Ordinal);
        Assert.Contains("v_head.summary.weight", notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base_model.model.model.layers.0.self_attn.q_proj.hada_w1_a", "kind that this library does not merge")]
    [InlineData("model.layers.0.self_attn.q_proj.ia3_l", "kind that this library does not merge")]
    [InlineData("model.layers.0.self_attn.q_proj.lora_down.weight", "adapter")]
    [InlineData("lm_head.modules_to_save.default.weight", "adapter")]
    public void Parts_of_any_adapter_are_refused_rather_than_dropped(string name, string named)
    {
        using var folder = new FieldCheckpoint();
        folder.EditWeights(weights => weights.Add(name, 1, 8, 192));
        Refused(folder.Path, named);
    }

    // adapters are saved with the words of the library version they were trained with
    [Theory]
    [InlineData("base_model.model.model.layers.0.self_attn.q_proj")]
    [InlineData("base_model.model.model.language_model.layers.0.self_attn.q_proj")]
    [InlineData("base_model.model.language_model.model.layers.0.self_attn.q_proj")]
    [InlineData("base_model.model.language_model.layers.0.self_attn.q_proj")]
    [InlineData("model.layers.0.self_attn.q_proj")]
    [InlineData("base_model.model.module.model.layers.0.self_attn.q_proj")]
    public void An_adapter_of_any_version_is_merged_into_a_model_of_another(string module)
    {
        using var folder = new FieldCheckpoint();
        folder.Write("adapter_config.json", """{"peft_type": "LORA", "r": 8, "lora_alpha": 16}""");
        new StoredWeights().Add(module + ".lora_A.weight", 0.5f, 8, 192).Add(module + ".lora_B.weight", 0.25f, 192, 8)
            .Write(folder.File("adapter_model.safetensors"));
        float[] merged = new float[192], plain = new float[192];
        using (var checkpoint = Checkpoint.Open(folder.Path))
        {
            Assert.Contains("is merged", Assert.Single(checkpoint.Notes), StringComparison.Ordinal);
            checkpoint.GetTensor("model.layers.0.self_attn.q_proj.weight").ReadFloats(0, merged);
        }

        folder.Delete("adapter_config.json");
        using (var checkpoint = Checkpoint.Open(folder.Path))
            checkpoint.GetTensor("model.layers.0.self_attn.q_proj.weight").ReadFloats(0, plain);
        Assert.All(merged.Zip(plain), pair => Assert.Equal(2, pair.First - pair.Second, 2));
    }

    [Fact]
    public void An_adapter_beside_the_weights_that_cannot_be_merged_is_named()
    {
        using var folder = new FieldCheckpoint();
        folder.Write("adapter_config.json", """{"peft_type": "LORA", "r": 8, "lora_alpha": 16, "use_dora": true}""");
        new StoredWeights().Add("x.lora_A.weight", 1, 8, 192).Write(folder.File("adapter_model.safetensors"));
        Refused(folder.Path, "beside its weights");
        Refused(folder.Path, "DoRA");
    }

    [Fact]
    public void A_fault_names_its_cause_and_never_a_damaged_download()
    {
        Faulty("vision encoder is missing", (folder, weights) => weights.Rename(
            name => name.StartsWith("visual.", StringComparison.Ordinal) ? "audio." + name.Replace('.', '_') : name));
        Faulty("of other names", (folder, weights) => weights.Rename(name => "h." + name.Replace('.', '_')));
        Faulty("see whether a weight file is missing", (folder, weights) => weights.Drop("model.norm.weight"));
        Faulty("say true if the head is the embedding table", (folder, weights) => weights.Drop(FieldCheckpoint.Head));
        Faulty("embedding table has 750 rows, the head 768", (folder, weights) => weights.Cut(FieldCheckpoint.Table, 750));
        Faulty("'video_token_id' is 742", (folder, weights) => weights.Cut(FieldCheckpoint.Table, 742).Cut(FieldCheckpoint.Head, 742));
        Faulty("different checkpoints", (folder, weights) => folder.Edit("config.json", json => json["intermediate_size"] = 512));

        static void Faulty(string named, Action<FieldCheckpoint, StoredWeights> edit)
        {
            using var folder = new FieldCheckpoint();
            folder.EditWeights(weights => edit(folder, weights));
            Assert.DoesNotContain("damaged", Refused(folder.Path, named), StringComparison.Ordinal);
        }
    }

    // what is said at the two levels, whether a head is stored (same: a copy of the table), and whether the head is the table then
    [Theory]
    [InlineData(null, null, "no", true, false)]
    [InlineData(true, null, "no", true, false)]
    [InlineData(null, true, "no", true, false)]
    [InlineData(false, true, "no", true, false)]
    [InlineData(true, false, "no", true, false)]
    [InlineData(null, null, "other", false, false)]
    [InlineData(false, null, "other", false, false)]
    [InlineData(null, false, "other", false, false)]
    [InlineData(true, false, "other", false, true)]
    [InlineData(false, true, "other", false, true)]
    [InlineData(true, true, "other", false, true)]
    [InlineData(true, null, "other", false, true)]
    [InlineData(null, true, "other", false, true)]
    [InlineData(true, true, "same", true, false)]
    public void The_stored_head_decides_where_levels_differ(bool? root, bool? nested, string head, bool tied, bool said)
    {
        using var folder = new FieldCheckpoint();
        Nest(folder, root, nested);
        if (head != "other")
            folder.EditWeights(weights => weights.Drop(FieldCheckpoint.Head));
        if (head == "same")
            folder.EditWeights(weights => weights.AddCopy(FieldCheckpoint.Head, FieldCheckpoint.Table));
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal(tied, checkpoint.Config.Text.TiedHead);
        Assert.Equal(said, checkpoint.Notes.Count > 0);
    }

    [Theory]
    [InlineData(751, 768, 768, true)]
    [InlineData(751, 751, 151936, false)]
    [InlineData(751, 151936, 751, false)]
    [InlineData(768, 751, 152064, true)]
    public void Rows_of_the_table_count_and_not_a_stale_size(int rows, int root, int nested, bool said)
    {
        using var folder = new FieldCheckpoint();
        Nest(folder, false, false);
        folder.Edit("config.json", json => (json["vocab_size"], json["text_config"]!["vocab_size"]) = (root, nested));
        folder.EditWeights(weights => weights.Cut(FieldCheckpoint.Table, rows).Cut(FieldCheckpoint.Head, rows));
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal(rows, checkpoint.Config.Text.VocabularySize);
        Assert.Equal(said, checkpoint.Notes.Any(note => note.Contains($"{rows} rows", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Byte_order_marks_line_ends_commas_and_remarks_are_no_content(string encoding)
    {
        using var folder = new FieldCheckpoint();
        foreach (var file in Directory.GetFiles(folder.Path, "*.json").Append(folder.File("merges.txt")))
        {
            var text = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ReplaceLineEndings("\r\n");
            if (text.TrimEnd().EndsWith('}'))
                text = "// by hand\r\n" + text.TrimEnd()[..^1] + ",\r\n}\r\n";
            await File.WriteAllTextAsync(file, text, Encoding.GetEncoding(encoding), TestContext.Current.CancellationToken);
        }

        Assert.Equal("", await DemoAnswer.SameAsync(folder.Path));
        folder.Delete("tokenizer.json");
        Assert.Equal(751, QwenTokenizer.Load(folder.Path).VocabularySize);
    }

    [Fact]
    public async Task Numbers_that_only_Python_writes_are_none()
    {
        using var folder = new FieldCheckpoint();
        foreach (var name in (string[])["config.json", "generation_config.json", "preprocessor_config.json", "tokenizer_config.json"])
        {
            var text = folder.ReadText(name).TrimEnd()[..^1];
            folder.Write(name, text + ", \"x\": NaN, \"y\": [Infinity, -Infinity], \"NaN \\\" Infinity\": \"-Infinity\"}");
        }

        Assert.Equal("", await DemoAnswer.SameAsync(folder.Path));
    }

    [Theory]
    [InlineData("config.json", "<!DOCTYPE html><html>404</html>", "web page")]
    [InlineData("model.safetensors", "<!DOCTYPE html><html>404</html>", "web page")]
    [InlineData("model.safetensors", "\r\n<html><body>Sign in</body></html>", "web page")]
    [InlineData("generation_config.json", "", "is empty")]
    [InlineData("preprocessor_config.json", " \n", "is empty")]
    [InlineData("config.json", "{\"model_type\": \"qwen3_vl\", \"architectures\": [\"Qwen3VLForConditionalGeneration\"]}", "a Qwen3-VL")]
    [InlineData("config.json", "{\"model_type\": \"qwen2_vl\", \"architectures\": [\"Qwen2VLForConditionalGeneration\"]}", "a Qwen2-VL")]
    [InlineData("config.json", "{\"model_type\": \"qwen3\", \"architectures\": [\"Qwen3ForCausalLM\"]}", "cannot see")]
    [InlineData("config.json", "{\"model_type\": \"llava\", \"architectures\": [\"LlavaForConditionalGeneration\"]}", "type 'llava'")]
    public async Task What_lies_in_the_place_of_a_file_is_named(string name, string content, string named)
    {
        using var folder = new FieldCheckpoint();
        folder.Write(name, content);
        var error = await Assert.ThrowsAsync<QwenException>(() => DemoAnswer.LoadAsync(folder.Path));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("damaged", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("writes no answers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_merge_of_three_tokens_is_none()
    {
        using var folder = new FieldCheckpoint();
        folder.Edit("tokenizer.json", json => json["model"]!["merges"] = new JsonArray(new JsonArray("a", "b", "c")));
        var error = Assert.Throws<QwenException>(() => QwenTokenizer.Load(folder.Path));
        Assert.Contains("is not two tokens", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"size": {"min_pixels": 3136, "max_pixels": 50176}}""", 3136, 50176)]
    [InlineData("""{"size": {"shortest_edge": 784, "max_pixels": 50176.0}}""", 784, 50176)]
    [InlineData("""{"min_pixels": null, "max_pixels": 1003520.0, "size": {"shortest_edge": 6272, "longest_edge": 50176}}""", 6272, 1003520)]
    [InlineData("""{"size": null}""", 3136, 12845056)]
    public void Picture_limits_stand_in_any_of_their_places(string json, int min, int max)
    {
        using var folder = new FieldCheckpoint();
        folder.Write("preprocessor_config.json", json);
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal((min, max), (checkpoint.Preprocessor.MinPixels, checkpoint.Preprocessor.MaxPixels));
        Assert.Empty(checkpoint.Notes);
    }

    [Theory]
    [InlineData("do_resize", "false", new[] { 0.25f }, new[] { 0.5f })]
    [InlineData("resample", "2", new[] { 0.25f }, new[] { 0.5f })]
    [InlineData("do_center_crop", "true", new[] { 0.25f }, new[] { 0.5f })]
    [InlineData("do_pad", "true", new[] { 0.25f }, new[] { 0.5f })]
    [InlineData("size", """{"height": 224, "width": 224}""", new[] { 0.25f }, new[] { 0.5f })]
    [InlineData("do_normalize", "false", new[] { 0f }, new[] { 1f })]
    [InlineData("do_rescale", "false", new[] { 0.25f / 255 }, new[] { 0.5f / 255 })]
    public void A_step_of_the_processor_that_is_switched_off_is_followed_or_said(string key, string value, float[] mean, float[] deviation)
    {
        using var folder = new FieldCheckpoint();
        folder.Write(
            "preprocessor_config.json", $$"""{"image_mean": [0.25, 0.25, 0.25], "image_std": [0.5, 0.5, 0.5], "{{key}}": {{value}}}""");
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Contains(key, Assert.Single(checkpoint.Notes), StringComparison.Ordinal);
        Assert.Equal(mean[0], checkpoint.Preprocessor.Mean[1]);
        Assert.Equal(deviation[0], checkpoint.Preprocessor.StandardDeviation[1]);
    }

    [Theory]
    [InlineData("""{"top_k": -1, "eos_token_id": 731}""", 0, new[] { 731 }, "")]
    [InlineData("""{"top_k": 50.0, "eos_token_id": [731.0, null]}""", -2, new int[0], "eos_token_id[1]")]
    [InlineData("""{"top_k": 50.0, "eos_token_id": [731, 151645, 151643]}""", 50, new[] { 731 }, "151645, 151643")]
    [InlineData("""{"eos_token_id": [151645, 151643]}""", -2, new int[0], "151645")]
    [InlineData("""{"no_repeat_ngram_size": 3, "num_beams": 4, "min_p": 0.0, "suppress_tokens": [1]}""", -1, new[] { 731 }, "num_beams")]
    [InlineData("""{"do_sample": false, "temperature": 0.7, "top_p": 1.0, "repetition_penalty": 1}""", -1, new[] { 731 }, "")]
    [InlineData("""{"top_p": 1.5}""", -2, new int[0], "'top_p' is 1.5")]
    [InlineData("""{"temperature": "0.7"}""", -2, new int[0], "'temperature' is \"0.7\"")]
    [InlineData("""{"eos_token_id": "<|im_end|>"}""", -2, new int[0], "eos_token_id")]
    [InlineData("""{"eos_token_id": [[731]]}""", -2, new int[0], "eos_token_id[0]")]
    [InlineData("""{"top_k": 0, "top_p": 0, "temperature": 1e-6, "eos_token_id": 731.0}""", 0, new[] { 731 }, "")]
    [InlineData("""{"top_k": 1e12}""", -2, new int[0], "top_k")]
    [InlineData("""{"length_penalty": NaN, "temperature": null, "top_p": null, "eos_token_id": 731}""", -1, new[] { 731 }, "")]
    [InlineData("""{"repetition_penalty": NaN, "eos_token_id": 731}""", -2, new int[0], "repetition_penalty")]
    public void Generation_defaults_are_read_or_named(string json, int best, int[] ends, string said)
    {
        using var folder = new FieldCheckpoint();
        folder.Write("generation_config.json", json);
        if (best == -2)
        {
            Refused(folder.Path, said);
            return;
        }

        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal(best < 0 ? null : best, checkpoint.Generation.TopK);
        Assert.Equal(ends, checkpoint.Generation.EndTokenIds);
        Assert.Contains(said, string.Concat(checkpoint.Notes), StringComparison.Ordinal);
        Assert.Equal(said.Length == 0, checkpoint.Notes.Count == 0);
    }

    [Fact]
    public void Without_any_end_token_the_one_that_closes_a_turn_ends_answers()
    {
        using var folder = new FieldCheckpoint();
        folder.Delete("generation_config.json");
        folder.Edit("config.json", json => json.Remove("eos_token_id"));
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal([731], checkpoint.Generation.EndTokenIds);
    }

    [Theory]
    [InlineData("""{"rope_parameters": {"rope_type": "default", "rope_theta": 20.0, "mrope_section": [4, 6, 6]}}""")]
    [InlineData("""{"rope_parameters": {"full_attention": {"rope_theta": 20.0, "mrope_section": [4, 6, 6]}}}""")]
    [InlineData("""{"rope_parameters": {"rope_theta": 20, "rope_type": "default"}, "rope_scaling": {"mrope_section": [4.0, 6, 6]}}""")]
    [InlineData("""{"rope_theta": 20, "rope_parameters": null, "rope_scaling": {"type": "linear", "factor": 1.0, "mrope_section": [4, 6, 6]}}""")]
    [InlineData("""{"rope_theta": 20, "rope_scaling": {"mrope_section": [4, 6, 6]}, "use_sliding_window": true, "sliding_window": 4096}""")]
    [InlineData("""{"rope_theta": 20, "rope_scaling": {"mrope_section": [4, 6, 6]}, "use_sliding_window": true, "max_window_layers": 6}""")]
    [InlineData("""
        {"rope_theta": 20, "rope_scaling": {"mrope_section": [4, 6, 6]}, "use_sliding_window": false, "sliding_window": null,
        "layer_types": ["sliding_attention"]}
        """)]
    public void Rotary_values_and_windows_come_in_many_forms(string json)
    {
        using var folder = new FieldCheckpoint();
        Rope(folder, json);
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal(20, checkpoint.Config.Text.RopeTheta);
        Assert.Equal([4, 6, 6], checkpoint.Config.Text.MropeSection);
    }

    [Theory]
    [InlineData("""{"rope_theta": 20, "rope_scaling": {"rope_type": "yarn", "factor": 4.0, "mrope_section": [4, 6, 6]}}""", "yarn")]
    [InlineData("""{"rope_theta": 20, "rope_scaling": {"mrope_section": [4, 6, 6], "mrope_interleaved": true}}""", "mrope_interleaved")]
    [InlineData("""{"rope_theta": 20, "rope_scaling": {"mrope_section": [4, 6, 6], "partial_rotary_factor": 0.5}}""", "partial_rotary")]
    [InlineData("""
        {"rope_theta": 20, "rope_scaling": {"mrope_section": [4, 6, 6]}, "use_sliding_window": true, "sliding_window": 64,
        "max_window_layers": 2}
        """, "use_sliding_window")]
    [InlineData("""
        {"rope_theta": 20, "rope_scaling": {"mrope_section": [4, 6, 6]}, "use_sliding_window": true, "sliding_window": 64,
        "layer_types": ["full_attention", "sliding_attention"]}
        """, "use_sliding_window")]
    public void What_this_model_does_not_have_is_refused(string json, string named)
    {
        using var folder = new FieldCheckpoint();
        Rope(folder, json);
        Refused(folder.Path, named);
    }

    [Fact]
    public void Ids_that_the_configuration_leaves_out_are_those_of_the_tokenizer()
    {
        using var folder = new FieldCheckpoint();
        folder.Edit("config.json", json =>
        {
            foreach (var key in (string[])["vision_start_token_id", "vision_end_token_id", "image_token_id", "video_token_id"])
                json.Remove(key);
        });
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal(
            (738, 739, 741, 742),
            (checkpoint.Config.VisionStartTokenId, checkpoint.Config.VisionEndTokenId, checkpoint.Config.ImageTokenId,
                checkpoint.Config.VideoTokenId));
    }

    private static void Rope(FieldCheckpoint folder, string json) => folder.Edit("config.json", config =>
    {
        config.Remove("rope_theta");
        config.Remove("rope_scaling");
        foreach (var (key, value) in JsonNode.Parse(json)!.AsObject().ToList())
            config[key] = value?.DeepClone();
    });

    private static void Nest(FieldCheckpoint folder, bool? root, bool? nested) => folder.Edit("config.json", json =>
    {
        json.Remove("tie_word_embeddings");
        var text = new JsonObject { ["vocab_size"] = 768 };
        if (nested is { } inner)
            text["tie_word_embeddings"] = inner;
        if (root is { } outer)
            json["tie_word_embeddings"] = outer;
        json["text_config"] = text;
    });

    private static string Refused(string path, string named)
    {
        var message = Assert.Throws<QwenException>(() => Checkpoint.Open(path).Dispose()).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        return message;
    }
}
