using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Tests.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Adapters;

/// <summary>An adapter adds what its files say, wherever it lies; what cannot be merged is refused by name.</summary>
[Trait("Category", "Forms")]
public class AdapterTests
{
    private const string Query = "model.layers.0.self_attn.q_proj";
    private const string Down = "model.layers.1.mlp.down_proj";

    [Fact]
    public async Task A_plain_adapter_equals_its_merged_twin_in_weights_logits_and_tokens()
    {
        using var fixture = new AdapterFixture()
            .Adapt(Query, 4, 2)
            .Adapt(Down, 4, 2)
            .Adapt("visual.blocks.0.attn.qkv", 4, 2)
            .Adapt("visual.patch_embed.proj", 4, 2)
            .Write();
        FormTwins.AssertSameWeights(fixture.Base, fixture.Twin, fixture.Adapter);
        await FormTwins.AssertSameAnswers(fixture.Base, fixture.Twin, 1e-5f, fixture.Adapter);
    }

    [Fact]
    public void Patterns_of_ranks_and_alphas_and_the_stabilised_scale_are_followed()
    {
        using var fixture = new AdapterFixture();
        fixture.Configuration["use_rslora"] = true;
        fixture.Configuration["fan_in_fan_out"] = true; // linear layers are stored one way only
        fixture.Configuration["rank_pattern"] = new JsonObject { ["layers.0.self_attn.q_proj"] = 8, ["q_proj"] = 2 };
        fixture.Configuration["alpha_pattern"] = new JsonObject { [@"layers\.\d+\.mlp\.down_proj"] = 3, ["_proj"] = 99 };
        fixture.Adapt(Query, 8, 8 / Math.Sqrt(8))
            .Adapt("model.layers.1.self_attn.q_proj", 2, 8 / Math.Sqrt(2))
            .Adapt(Down, 4, 3 / Math.Sqrt(4))
            .Write();
        FormTwins.AssertSameWeights(fixture.Base, fixture.Twin, fixture.Adapter);
    }

    [Theory]
    [InlineData("lm_head.weight")]
    [InlineData("lm_head.modules_to_save.weight")]
    [InlineData("lm_head.modules_to_save.default.weight")]
    public void Saved_modules_take_the_place_of_the_models_also_where_the_head_was_the_embedding_table(string name)
    {
        using var fixture = new AdapterFixture();
        fixture.Configuration["modules_to_save"] = new JsonArray("lm_head");
        fixture.Adapt(Query, 4, 2, ".default")
            .Replace("lm_head.weight", "base_model.model." + name)
            .Replace("model.norm.weight", "base_model.model.model.norm.weight")
            .Write(untied: true);
        FormTwins.AssertSameWeights(fixture.Base, fixture.Twin, fixture.Adapter);
    }

    [Fact]
    public void Newer_names_of_modules_and_an_adapted_head_are_understood()
    {
        using var fixture = new AdapterFixture(tied: false);
        fixture.Adapt(Query, 4, 2, storedModule: "model.language_model.layers.0.self_attn.q_proj")
            .Adapt("visual.merger.mlp.0", 4, 2, storedModule: "model.visual.merger.mlp.0")
                .Adapt("lm_head", 4, 2).Write();
        FormTwins.AssertSameWeights(fixture.Base, fixture.Twin, fixture.Adapter);
    }

    [Fact]
    public void An_adapter_of_the_embedding_table_has_its_factors_the_other_way_round()
    {
        using var fixture = new AdapterFixture(tied: false).Adapt("model.embed_tokens", 4, 2);
        var (rows, width) = (300, 64);

        // the twin has B · A as [rows, width]: stored are A as [rank, rows] and B as [width, rank]
        var (down, up) = (Floats(fixture.Stored[0]), Floats(fixture.Stored[1]));
        fixture.Change(
            0,
            _ => RawTensor.Of(
                "base_model.model.model.embed_tokens.lora_embedding_A",
                "F32",
                [4, rows],
                [.. Enumerable.Range(0, 4 * rows).Select(i => up[i % rows * 4 + i / rows])]));
        fixture.Change(
            1,
            _ => RawTensor.Of(
                "base_model.model.model.embed_tokens.lora_embedding_B",
                "F32",
                [width, 4],
                [.. Enumerable.Range(0, width * 4).Select(i => down[i % 4 * width + i / 4])]));
        fixture.Write();
        FormTwins.AssertSameWeights(fixture.Base, fixture.Twin, fixture.Adapter);

        static float[] Floats(RawTensor tensor) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Bytes).ToArray();
    }

    [Fact]
    public void An_adapter_beside_the_weights_and_one_alone_whose_base_is_near_are_merged_unasked()
    {
        using var beside = new AdapterFixture().Adapt(Query, 4, 2);
        beside.Write(into: beside.Base);
        FormTwins.AssertSameWeights(beside.Base, beside.Twin);

        using var alone = new AdapterFixture().Adapt(Query, 4, 2).Write();
        FormTwins.AssertSameWeights(alone.Adapter, alone.Twin);
        alone.Configuration["base_model_name_or_path"] = "Some/other";
        alone.Write();
        Refused(alone.Adapter, null, "'Some/other'", "--adapter");
    }

    [Fact]
    public void An_adapter_among_the_weights_is_merged_where_its_configuration_is_there()
    {
        using var fixture = new AdapterFixture().Adapt(Query, 4, 2).Adapt(Down, 4, 2, ".default").WriteUnmerged();
        FormTwins.AssertSameWeights(fixture.Base, fixture.Twin);
        File.Delete(Path.Combine(fixture.Base, "adapter_config.json"));
        Refused(fixture.Base, null, "not merged", "adapter_config.json");
    }

    [Fact]
    public void A_converted_form_knows_the_weights_and_the_adapter()
    {
        using var fixture = new AdapterFixture().Adapt(Query, 4, 2).Write();
        using Checkpoint plain = Checkpoint.Open(fixture.Base), adapted = Checkpoint.Open(fixture.Base, fixture.Adapter);
        Assert.NotEqual(plain.Fingerprint, adapted.Fingerprint);
        Assert.Equal(fixture.Adapter, adapted.AdapterFolder);
        Assert.StartsWith(fixture.Adapter, ConvertedFolder.Default(adapted), StringComparison.Ordinal);

        var form = new GraphForm(QwenPrecision.Float32, false, DecoderForm.InPlace, false);
        var folder = Path.Combine(fixture.Adapter, ".qwenvl");
        var manifest = File.ReadAllText(
            Path.Combine(Converter.Convert(adapted, form, folder, null, CancellationToken.None), "manifest.json"));
        Assert.Contains(plain.Fingerprint, manifest, StringComparison.Ordinal);
        Assert.Contains(adapted.AdapterFingerprint!, manifest, StringComparison.Ordinal);
        Assert.True(ConvertedFolder.IsComplete(adapted, form, Converter.Files(form), folder));
        Assert.False(ConvertedFolder.IsComplete(plain, form, Converter.Files(form), folder));
    }

    [Theory]
    [InlineData("use_dora", "true", "DoRA")]
    [InlineData("peft_type", "\"LOHA\"", "LOHA")]
    [InlineData("peft_type", "null", "peft_type")]
    [InlineData("init_lora_weights", "\"pissa_niter_16\"", "pissa_niter_16")]
    [InlineData("layer_replication", "[[0,1]]", "layer_replication")]
    [InlineData("trainable_token_indices", "[1]", "trainable_token_indices")]
    [InlineData("r", "5", "rank 5")]
    [InlineData("r", "0", "'r'")]
    [InlineData("lora_alpha", "\"x\"", "lora_alpha")]
    [InlineData("rank_pattern", "{\"(\":4}", "pattern '('")]
    [InlineData("rank_pattern", "{\"q_proj\":\"4\"}", "rank_pattern.q_proj")]
    [InlineData("alpha_pattern", "[]", "alpha_pattern")]
    public void What_is_not_merged_is_named(string key, string value, string expected)
    {
        using var fixture = new AdapterFixture().Adapt(Query, 4, 2);
        fixture.Configuration[key] = JsonNode.Parse(value);
        fixture.Write();
        Refused(fixture.Base, fixture.Adapter, expected);
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "half", "missing" }, { "shape", "does not fit the model" }, { "module", "has no matrix model.layers.7.self_attn.q_proj.weight" },
        { "dora", "DoRA" },
        { "bias", "lora_B.bias" }, { "two", "2 adapters" }, { "nan", "not finite" }, { "empty", "no tensors" },
        { "integer", "do not make" }, { "tied", "embedding table" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_or_foreign_adapter_ends_in_a_sentence(string damage, string expected)
    {
        using var fixture = new AdapterFixture();
        if (damage != "empty")
            fixture.Adapt(damage == "tied" ? "model.embed_tokens" : Query, 4, 2);
        _ = damage switch
        {
            "half" => fixture.Change(1, tensor => tensor with { Name = tensor.Name.Replace("q_proj", "k_proj", StringComparison.Ordinal) }),
            "shape" => fixture.Change(1, tensor => tensor with { Shape = [32, 8] }),
            "module" => fixture.Change(0, Foreign).Change(1, Foreign),
            "dora" => fixture.Add(RawTensor.Of($"base_model.model.{Query}.lora_magnitude_vector.weight", "F32", [1], new float[1])),
            "bias" => fixture.Add(RawTensor.Of($"base_model.model.{Query}.lora_B.bias", "F32", [1], new float[1])),
            "two" => fixture.Adapt(Down, 4, 2, ".one").Adapt("model.layers.0.mlp.up_proj", 4, 2, ".two"),
            "nan" => fixture.Change(0, tensor => tensor with { Bytes = [.. tensor.Bytes[..^4], .. BitConverter.GetBytes(float.NaN)] }),
            "integer" => fixture.Change(0, tensor => tensor with { Type = "I32" }),
            _ => fixture,
        };
        fixture.Write();
        Refused(fixture.Base, fixture.Adapter, expected);

        static RawTensor Foreign(RawTensor tensor) =>
            tensor with { Name = tensor.Name.Replace("layers.0", "layers.7", StringComparison.Ordinal) };
    }

    [Fact]
    public void Folders_that_do_not_go_together_are_told_apart()
    {
        using var fixture = new AdapterFixture().Adapt(Query, 4, 2).Write();
        Refused(fixture.Base, fixture.Twin, "is no adapter");
        File.Move(Path.Combine(fixture.Adapter, "adapter_model.safetensors"), Path.Combine(fixture.Adapter, "adapter_model.bin"));
        Refused(fixture.Base, fixture.Adapter, "safe_serialization");
        File.Delete(Path.Combine(fixture.Adapter, "adapter_model.bin"));
        Refused(fixture.Base, fixture.Adapter, "adapter_model.safetensors");
        fixture.Write().Write(into: fixture.Base);
        Refused(fixture.Base, fixture.Adapter, "beside its weights already");
    }

    private static void Refused(string folder, string? adapter, params string[] expected)
    {
        var message = Assert.Throws<QwenException>(() =>
        {
            using var checkpoint = Checkpoint.Open(folder, adapter);
            checkpoint.GetTensor(Query + ".weight"); // numbers are looked at when a matrix is asked for
        }).Message;
        Assert.All(expected, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
