using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>The shape table against the published parameter counts.</summary>
public class CheckpointLayoutTests
{
    [Theory]
    [InlineData("3B", 3_085_938_688, 668_684_288, 3_754_622_976)]
    [InlineData("7B", 7_615_616_512, 676_550_144, 8_292_166_656)]
    [InlineData("32B", 32_763_876_352, 688_841_984, 33_452_718_336)]
    [InlineData("72B", 72_706_203_648, 704_573_696, 73_410_777_344)]
    public void Shapes_add_up_to_the_published_parameter_counts(string size, long text, long vision, long total)
    {
        var config = size switch
        {
            "3B" => RandomCheckpointSizes.Size3B,
            "7B" => RandomCheckpointSizes.Size7B,
            "32B" => RandomCheckpointSizes.Size32B,
            _ => RandomCheckpointSizes.Size72B,
        };
        Assert.Equal(text, CheckpointLayout.Count(CheckpointLayout.TextTensors(config.Text)));
        Assert.Equal(vision, CheckpointLayout.Count(CheckpointLayout.VisionTensors(config.Vision)));
        Assert.Equal(total, CheckpointLayout.ParameterCount(config));
    }

    [Theory]
    [InlineData("model.language_model.layers.3.mlp.up_proj.weight", "model.layers.3.mlp.up_proj.weight")]
    [InlineData("model.visual.blocks.3.norm1.weight", "visual.blocks.3.norm1.weight")]
    [InlineData("model.layers.3.mlp.up_proj.weight", "model.layers.3.mlp.up_proj.weight")]
    [InlineData("visual.merger.ln_q.weight", "visual.merger.ln_q.weight")]
    [InlineData("lm_head.weight", "lm_head.weight")]
    public void Both_naming_schemes_become_one(string stored, string canonical) =>
        Assert.Equal(canonical, TensorNames.CanonicalName(stored));

    [Fact]
    public void Heads_wider_than_the_residual_stream_are_allowed()
    {
        var text = RandomCheckpointSizes.Tiny.Text with { HeadDim = 20, MropeSection = [2, 4, 4] };
        using var folder = new TemporaryFolder();
        RandomCheckpoint.Write(folder.Path, new() { Config = RandomCheckpointSizes.Tiny with { Text = text } });
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal([80L, 48], checkpoint.GetTensor("model.layers.0.self_attn.q_proj.weight").Shape);
        Assert.Equal([48L, 80], checkpoint.GetTensor("model.layers.0.self_attn.o_proj.weight").Shape);
    }
}
