using System.Runtime.InteropServices;
using System.Text.Json;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>Real checkpoint folders open, and every number read is the number stored.</summary>
public class GoldenCheckpointTests
{
    [Fact]
    public void The_demo_checkpoint_opens_and_reads() => OpensAndReads(RepositoryFiles.DemoCheckpoint);

    [Fact]
    [Trait("Category", "Golden")]
    public void Every_golden_checkpoint_opens_and_reads()
    {
        var folders = Directory.GetDirectories(Goldens.Require("checkpoints"));
        Assert.NotEmpty(folders);
        Assert.All(folders, OpensAndReads);
    }

    private static void OpensAndReads(string folder)
    {
        using var checkpoint = Checkpoint.Open(folder);
        var stored = Directory.GetFiles(folder, "*.safetensors").Select(path => new GoldenTensors(path)).ToList();
        var names = stored.SelectMany(file => file.Names).ToList();

        // the other reader's shapes, summed
        Assert.Equal(
            stored.Sum(file => file.Names.Sum(name => file.Shape(name).Aggregate(1L, (product, length) => product * length))),
            checkpoint.ParameterCount);
        Assert.Equal(CheckpointLayout.Tensors(checkpoint.Config).Select(t => t.Name).Order(), names.Order());

        foreach (var (file, name) in stored.SelectMany(file => file.Names.Select(name => (file, name))))
        {
            var tensor = checkpoint.GetTensor(name);
            var values = new float[tensor.ElementCount];
            tensor.ReadFloats(0, values);
            var expected = MemoryMarshal.Cast<byte, ushort>(file.ReadBytes(name)).ToArray()
                .Select(bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));
            Assert.Equal(expected, values);
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")));
        var root = json.RootElement;
        Assert.Equal(root.GetProperty("hidden_size").GetInt32(), checkpoint.Config.Text.HiddenSize);
        Assert.Equal(root.GetProperty("rope_theta").GetDouble(), checkpoint.Config.Text.RopeTheta);
        Assert.Equal(root.GetProperty("tie_word_embeddings").GetBoolean(), checkpoint.Config.Text.TiedHead);
        Assert.Equal(root.GetProperty("image_token_id").GetInt32(), checkpoint.Config.ImageTokenId);
        Assert.Equal(root.GetProperty("vision_config").GetProperty("depth").GetInt32(), checkpoint.Config.Vision.BlockCount);
        Assert.Equal(
            root.GetProperty("vision_config").GetProperty("tokens_per_second").GetDouble(), checkpoint.Config.Vision.TokensPerSecond);
        Assert.Contains(root.GetProperty("eos_token_id").GetInt32(), checkpoint.Generation.EndTokenIds);
        Assert.Equal(
            checkpoint.GetTensor("lm_head.weight").Shape,
            checkpoint.GetTensor("model.embed_tokens.weight").Shape);
    }
}
