using Qwen.DemoModel.Data;
using Qwen.DemoModel.Evaluation;
using Qwen.DemoModel.Model;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.DemoModel.Tests;

/// <summary>The trained network and the product's engine are one model.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>
    /// Stills of every shape, a clip, two questions packed with one picture, the text before the picture: features and logits of
    /// every token of the answers.
    /// </summary>
    [Theory]
    [InlineData("g1")]
    [InlineData("g4")]
    [InlineData("p")]
    [InlineData("l2")]
    [InlineData("v")]
    [InlineData("t")]
    [InlineData("d")]
    public async Task The_network_equals_the_engine(string bucket)
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var parameters = new Parameters(checkpoint.Config);
        Weights.Load(checkpoint, parameters);
        var tokenizer = QwenTokenizer.Load(Setup.DemoModel);
        using var engine = EngineLoader.Open(
            checkpoint, DeviceProfile.Cpu, new QwenModelOptions { Precision = QwenPrecision.Float32, ConvertedFolder = folder.FullName },
            null, TestContext.Current.CancellationToken);
        var comparison = new EngineComparison(
            engine, new QwenNetwork(parameters), new Packer(tokenizer, checkpoint.Config, checkpoint.Preprocessor),
            new ChatPromptBuilder(tokenizer, checkpoint.Config));

        var differences = await comparison.CompareAsync(Bucket.All[bucket], TestContext.Current.CancellationToken);

        Assert.NotEmpty(differences);
        Assert.All(differences, difference => Assert.InRange(Math.Max(difference.Features, difference.Logits), 0, Verification.Tolerance));
    }

    [Fact]
    public void Weights_between_two_checkpoints_are_their_mean()
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var parameters = new Parameters(checkpoint.Config);
        parameters.Initialize(5);
        string other = Path.Combine(folder.FullName, "other"), blend = Path.Combine(folder.FullName, "blend");
        Weights.Export(parameters, Setup.DemoModel, other);

        Weights.Blend(Setup.DemoModel, other, 0.25, blend);

        using Checkpoint second = Checkpoint.Open(other), mean = Checkpoint.Open(blend);
        var (a, b, c) = (new float[192], new float[192], new float[192]);
        checkpoint.GetTensor("model.layers.2.self_attn.o_proj.weight").ReadFloats(0, a);
        second.GetTensor("model.layers.2.self_attn.o_proj.weight").ReadFloats(0, b);
        mean.GetTensor("model.layers.2.self_attn.o_proj.weight").ReadFloats(0, c);
        Assert.All(Enumerable.Range(0, 192), i => Assert.Equal(0.75f * a[i] + 0.25f * b[i], c[i], 0.01f * Math.Max(Math.Abs(c[i]), 0.01f)));
    }

    /// <summary>More blocks and wider ones, which nothing was learned in yet.</summary>
    [Fact]
    public void A_grown_checkpoint_computes_what_the_small_one_did()
    {
        Growth.Grow(
            Setup.DemoModel,
            folder.FullName,
            new GrownSizes(VisionBlocks: 6, VisionHidden: 192, VisionWidth: 448, TextHidden: 256, TextWidth: 512));

        var (small, units, logits) = Compute(Setup.DemoModel);
        var (large, grownUnits, grownLogits) = Compute(folder.FullName);
        Assert.True(large > small * 5 / 4, $"{small} -> {large}");

        // norms' weights are rounded to bf16 once more
        var wide = grownUnits.Chunk(256).ToList();
        Assert.All(units.Chunk(192).Zip(wide), pair =>
            Assert.All(pair.First.Zip(pair.Second), numbers => Assert.InRange(numbers.Second, numbers.First - 0.3f, numbers.First + 0.3f)));
        Assert.All(wide, unit => Assert.All(unit.Skip(192), number => Assert.Equal(0, number)));
        var same = logits.Chunk(768)
            .Zip(grownLogits.Chunk(768))
            .Count(pair => Array.IndexOf(pair.First, pair.First.Max()) == Array.IndexOf(pair.Second, pair.Second.Max()));
        Assert.True(same * 100 >= 97 * (logits.Length / 768), $"{same} of {logits.Length / 768} tokens");

        static (long Count, float[] Units, float[] Logits) Compute(string folder)
        {
            using var checkpoint = Checkpoint.Open(folder);
            var parameters = new Parameters(checkpoint.Config);
            Weights.Load(checkpoint, parameters);
            var network = new QwenNetwork(parameters);
            using var quiet = TorchSharp.torch.no_grad();
            using var batch = new BatchSource(
                new Packer(QwenTokenizer.Load(folder), checkpoint.Config, checkpoint.Preprocessor), ["l2"], seed: 3, heldOut: true).Make(0);
            var (_, units) = network.Encode(batch.Vision!);
            var (rows, _, _) = network.Decode(batch.Text, units);
            return (
                CheckpointLayout.ParameterCount(checkpoint.Config),
                units.data<float>().ToArray(),
                network.Logits(rows.index_select(0, batch.Answers.Rows)).data<float>().ToArray());
        }
    }

    [Fact]
    public void Exported_weights_are_the_rounded_ones()
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var parameters = new Parameters(checkpoint.Config);
        Weights.Load(checkpoint, parameters);

        Weights.Export(parameters, Setup.DemoModel, folder.FullName);

        using var written = Checkpoint.Open(folder.FullName);
        foreach (var (name, _) in CheckpointLayout.Tensors(checkpoint.Config))
        {
            var (before, after) = (checkpoint.GetTensor(name), written.GetTensor(name));
            Assert.Equal(TensorType.BFloat16, after.Type);
            Assert.True(before.Bytes(0, (int)before.ElementCount * 2).SequenceEqual(after.Bytes(0, (int)after.ElementCount * 2)), name);
        }
    }
}
