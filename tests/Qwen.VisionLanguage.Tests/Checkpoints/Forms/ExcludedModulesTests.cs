using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>Modules that a configuration keeps out of quantisation, and an adapter on top of a quantised model.</summary>
[Trait("Category", "Forms")]
public sealed class ExcludedModulesTests
{
    private const string Module = "model.layers.0.mlp.down_proj";

    [Theory]
    [InlineData("gptq 4 bit", "modules_to_not_convert", "mlp.down_proj")]
    [InlineData("packed 4 bit", "ignore", "re:.*layers\\.[0-9]+\\.mlp\\.down_proj")]
    [InlineData("bitsandbytes nf4", "llm_int8_skip_modules", "model.layers.0.mlp.down_proj")]
    public void A_module_that_is_excluded_is_read_plainly_and_refused_where_it_is_quantised(string name, string key, string pattern)
    {
        using var pair = new FormPair(PublishedForms.All[name].Configuration, PublishedForms.All[name].Write);
        var config = Path.Combine(pair.Form, "config.json");
        var json = JsonNode.Parse(File.ReadAllText(config))!;
        json["quantization_config"]![key] = new JsonArray(pattern);
        File.WriteAllText(config, json.ToJsonString());
        var error = Assert.Throws<QwenException>(() => Checkpoint.Open(pair.Form));
        Assert.Contains("mlp.down_proj is stored quantised although config.json excludes it", error.Message, StringComparison.Ordinal);

        // what is excluded lies there as plain numbers
        var plain = RawSafetensors.Read(Path.Combine(pair.Twin, "model.safetensors"));
        List<RawTensor> stored =
        [
            .. RawSafetensors.Read(Path.Combine(pair.Form, "model.safetensors"))
                .Where(tensor => !tensor.Name.Contains(".mlp.down_proj.", StringComparison.Ordinal)
                    || tensor.Name.StartsWith("visual.", StringComparison.Ordinal)),
            .. plain.Where(tensor => tensor.Name.EndsWith(".mlp.down_proj.weight", StringComparison.Ordinal)
                && tensor.Name.StartsWith("model.layers.", StringComparison.Ordinal)),
        ];
        RawSafetensors.Write(Path.Combine(pair.Form, "model.safetensors"), stored);
        FormTwins.AssertSameWeights(pair.Form, pair.Twin);
        using var checkpoint = Checkpoint.Open(pair.Form);
        Assert.Null(checkpoint.GetTensor(Module + ".weight").Form);
    }

    [Theory]
    [InlineData("gptq 4 bit, act order")]
    [InlineData("bitsandbytes nf4, nested")]
    public async Task An_adapter_on_a_quantised_model_is_that_on_its_plain_twin_and_its_matrices_are_rounded_again(string name)
    {
        using var pair = new FormPair(PublishedForms.All[name].Configuration, PublishedForms.All[name].Write);
        using var adapter = new TemporaryFolder();
        File.WriteAllText(
            adapter.File("adapter_config.json"),
            """{"peft_type":"LORA","base_model_name_or_path":"Some/base","r":4,"lora_alpha":8,"bias":"none","init_lora_weights":true}""");
        using (var twin = Checkpoint.Open(pair.Twin))
        {
            var (random, shape) = (new Random(3), twin.GetTensor(Module + ".weight").Shape);
            RawSafetensors.Write(adapter.File("adapter_model.safetensors"),
            [
                RawTensor.Of($"base_model.model.{Module}.lora_A.weight", "F32", [4, shape[1]], Numbers(4 * shape[1], random)),
                RawTensor.Of($"base_model.model.{Module}.lora_B.weight", "F32", [shape[0], 4], Numbers(4 * shape[0], random)),
            ]);
        }

        using (Checkpoint one = Checkpoint.Open(pair.Form, adapter.Path), other = Checkpoint.Open(pair.Twin, adapter.Path))
        {
            var (mine, twins) = (one.GetTensor(Module + ".weight"), other.GetTensor(Module + ".weight"));
            var (a, b) = (new float[mine.ElementCount], new float[twins.ElementCount]);
            mine.ReadFloats(0, a);
            twins.ReadFloats(0, b);
            Assert.All(a.Zip(b), numbers => Assert.Equal(numbers.Second, numbers.First, 1e-6f));
            Assert.Contains(
                new WeightPlan(one, QwenPrecision.Int4).Describe(),
                sentence => sentence.Contains("have an adapter, were rounded a second time", StringComparison.Ordinal));
        }

        using Runtime.TestEngine quantised = new(pair.Form, QwenPrecision.Float32, adapter: adapter.Path),
            plain = new(pair.Twin, QwenPrecision.Float32, adapter: adapter.Path);
        var (logits, expected) = (await FormTwins.Greedy(quantised), await FormTwins.Greedy(plain));
        Assert.Equal(expected.Tokens, logits.Tokens);
        Assert.All(logits.Logits.Zip(expected.Logits), numbers => Assert.Equal(numbers.Second, numbers.First, 1e-5f));
    }

    private static float[] Numbers(long count, Random random)
        => [.. Enumerable.Range(0, (int)count).Select(_ => random.NextSingle() * 0.1f - 0.05f)];
}
