using System.Numerics.Tensors;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Runtime.Cpu;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;
using Qwen.VisionLanguage.Runtime.Cpu.Pages;
using Qwen.VisionLanguage.Runtime.Cpu.Weights;
using Qwen.VisionLanguage.Tests.Checkpoints;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Runtime.Cpu;

/// <summary>Keys of 16 bits beside keys of 32, with weights of 32 bits either way.</summary>
public sealed class HalfKeysTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task A_bias_that_all_keys_have_costs_no_exactness(float offset)
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (folder.File("first"), folder.File("second"));
        var sizes = RandomCheckpointSizes.Tiny; // with the slow rotation of published checkpoints
        RandomCheckpoint.Write(first, new() { Config = sizes with { Text = sizes.Text with { RopeTheta = 1e6 } }, Seed = 7 });
        WriteWithOffset(first, second, offset);

        using var checkpoint = Checkpoint.Open(second);
        var exact = await LogitsAsync(checkpoint, folder.File("converted"), halves: false);
        var halves = await LogitsAsync(checkpoint, folder.File("converted"), halves: true);
        Assert.NotEqual(exact, halves);
        var error = TensorPrimitives.Distance<float>(exact, halves) / TensorPrimitives.Norm<float>(exact);
        Assert.True(error < 2e-3, $"Logits are off by {error:e1} of their size.");
    }

    /// <summary>Copies a checkpoint and adds to the key biases of the slowest pair of dimensions.</summary>
    private static void WriteWithOffset(string from, string to, float offset)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*.json"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        using var source = Checkpoint.Open(from);
        var half = source.Config.Text.HeadDim / 2;
        var tensors = new List<SafetensorsTensor>();
        foreach (var (name, shape) in CheckpointLayout.Tensors(source.Config))
        {
            var numbers = new float[source.GetTensor(name).ElementCount];
            source.GetTensor(name).ReadFloats(0, numbers);
            for (var i = half - 1; i < numbers.Length && name.EndsWith("k_proj.bias", StringComparison.Ordinal); i += half)
                numbers[i] += offset;
            tensors.Add(SafetensorsTensor.FromMemory(name, TensorType.Float32, shape, numbers));
        }

        SafetensorsWriter.Write(Path.Combine(to, "model.safetensors"), tensors);
    }

    /// <summary>Behind each of the last 32 tokens of a text. // [32, vocabulary]</summary>
    private static async Task<float[]> LogitsAsync(Checkpoint checkpoint, string converted, bool halves)
    {
        var options = new QwenModelOptions { Precision = QwenPrecision.Float32, ConvertedFolder = converted, PrefixCacheEntries = 0 };
        var device = DeviceProfile.Parse("native-cpu")[0];
        using var opened = EngineLoader.Open(checkpoint, device, options, null, TestContext.Current.CancellationToken);
        var weights = new DecoderWeights(new WeightPlan(checkpoint, QwenPrecision.Float32));
        var file = Directory.EnumerateFiles(converted, PackedConversion.DecoderFile, SearchOption.AllDirectories).Single();
        using var decoder = new CpuDecoder(
            new CpuMachine(KernelFamily.Choose(), 1, null), new PackedFile(file, weights.Layout), weights, checkpoint.Config.Text,
            KeyValuePages.Create(checkpoint.Config.Text, halves, options));
        var engine = new InferenceEngine(checkpoint, device, opened.Encoder, decoder, options);
        var ids = Enumerable.Range(0, 120).Select(n => n * 7919 % (checkpoint.Config.Text.VocabularySize / 2)).ToArray();
        using (var run = new SequenceRun(engine, PromptPlan.Create(new ChatPrompt(ids, [], ""), checkpoint.Config), 40))
        {
            await run.PrefillAsync(TestContext.Current.CancellationToken);
            await run.StepAsync(ids[..32], 32, TestContext.Current.CancellationToken);
            return [.. Enumerable.Range(0, 32).SelectMany(row => run.LogitsAt(row).ToArray())];
        }
    }
}
