using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Tests.Checkpoints.Forms;
using Qwen.VisionLanguage.Tests.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Graphs;

/// <summary>4-bit codes of a checkpoint that stay what they are in an int4 form, and those that cannot.</summary>
[Trait("Category", "Forms")]
public sealed class KeptCodesTests
{
    private const string Layer = "model.layers.0.";

    [Theory]
    [InlineData("gptq 4 bit", true)]
    [InlineData("gptq 4 bit, act order", false)]
    [InlineData("gptq v2 4 bit", true)]
    [InlineData("packed 4 bit", true)]
    [InlineData("packed 4 bit, zero points", true)]
    [InlineData("packed 4 bit, zero points as bytes", true)]
    [InlineData("packed 4 bit, act order", false)]
    [InlineData("packed 4 bit per channel", true)]
    public void Kept_codes_are_the_numbers_of_the_twin_without_another_rounding(string name, bool together)
    {
        using var pair = new FormPair(PublishedForms.All[name].Configuration, PublishedForms.All[name].Write);
        using Checkpoint form = Checkpoint.Open(pair.Form), twin = Checkpoint.Open(pair.Twin);
        var plan = new WeightPlan(form, QwenPrecision.Int4);
        string[] alone = [Layer + "self_attn.o_proj", Layer + "mlp.down_proj"];
        string[] shared = [Layer + "self_attn.q_proj", Layer + "self_attn.v_proj", Layer + "mlp.up_proj"];
        foreach (var matrix in together ? [.. alone, .. shared] : alone)
            Assert.Equal(0, LargestError(plan, matrix, form, twin));

        // each with an order of its own, one input cannot have two
        foreach (var matrix in together ? [] : shared)
        {
            Assert.Null(plan.Order(matrix));
            Assert.NotEqual(0, LargestError(plan, matrix, form, twin));
        }

        var said = plan.Describe();
        Assert.Contains(said, sentence => sentence.Contains("keep the 4-bit codes of", StringComparison.Ordinal));
        Assert.Equal(!together, said.Any(sentence => sentence.Contains("rounded a second time", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("gptq 2 bit", QwenPrecision.Int4)]
    [InlineData("packed 8 bit", QwenPrecision.Int4)]
    [InlineData("bitsandbytes nf4, nested", QwenPrecision.Int4)]
    [InlineData("fp8 per tensor", QwenPrecision.Int4)]
    [InlineData("gptq 4 bit", QwenPrecision.Int8)]
    public void What_blocks_cannot_hold_is_said_to_be_rounded_again(string name, QwenPrecision precision)
    {
        using var pair = new FormPair(PublishedForms.All[name].Configuration, PublishedForms.All[name].Write);
        using var form = Checkpoint.Open(pair.Form);
        Assert.Contains("rounded a second time", Assert.Single(new WeightPlan(form, precision).Describe()), StringComparison.Ordinal);
        Assert.Empty(new WeightPlan(form, QwenPrecision.Float32).Describe());
    }

    [Theory]
    [InlineData("gptq 4 bit, act order")]
    [InlineData("packed 4 bit, zero points")]
    public async Task Both_devices_answer_from_kept_codes_alike_and_the_manifest_names_them(string name)
    {
        using var pair = new FormPair(PublishedForms.All[name].Configuration, PublishedForms.All[name].Write);
        using TestEngine own = new(pair.Form, QwenPrecision.Int4, device: "native-cpu"),
            onnx = new(pair.Form, QwenPrecision.Int4, device: "onnx-cpu"),
            exact = new(pair.Twin, QwenPrecision.Float32, device: "native-cpu");
        var (a, b, twin) = (await Logits(own), await Logits(onnx), await Logits(exact));
        Assert.True(Error(a, b) < 0.1, $"The devices differ by {Error(a, b):f4}.");
        if (!name.Contains("order", StringComparison.Ordinal))
            Assert.True(Error(twin, a) < 0.1, $"The kept codes differ from the twin by {Error(twin, a):f4}.");
        var manifest = ConversionManifest.Read(Path.Combine(own.Folder, "int4"))!;
        Assert.Contains(manifest.Weights, sentence => sentence.Contains("keep the 4-bit codes", StringComparison.Ordinal));
    }

    private static float LargestError(WeightPlan plan, string matrix, Checkpoint form, Checkpoint twin)
    {
        var source = MatrixSource.Whole(form.GetTensor(matrix + ".weight"));
        var coder = plan.Coder(matrix, source, 32);
        var (room, order, expected) = (coder.CreateRow(), plan.Order(matrix), new float[source.Columns]);
        var error = 0f;
        for (var row = 0; row < source.Rows; row++)
        {
            coder.Encode(row, room);
            twin.GetTensor(matrix + ".weight").ReadFloats((long)row * source.Columns, expected);
            for (var i = 0; i < source.Columns; i++)
            {
                var value = (room.Row.Codes[i] - room.Row.Zeros[i / 32]) * room.Row.Scales[i / 32];
                error = MathF.Max(error, MathF.Abs(value - expected[order is null ? i : order[i]]));
            }
        }

        return error;
    }

    private static async Task<float[]> Logits(TestEngine engine)
    {
        int[] ids = [.. Enumerable.Range(0, 40).Select(n => 10 + n * 37 % 200)];
        using var run = new SequenceRun(engine.Engine, PromptPlan.Create(new ChatPrompt(ids, [], ""), engine.Checkpoint.Config), 2);
        await run.PrefillAsync(TestContext.Current.CancellationToken);
        return run.Logits.ToArray();
    }

    private static double Error(float[] exact, float[] other)
        => Math.Sqrt(exact.Zip(other, (a, b) => Math.Pow(a - b, 2)).Sum() / exact.Sum(a => Math.Pow(a, 2)));
}
