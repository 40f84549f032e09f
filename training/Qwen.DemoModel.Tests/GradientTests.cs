using Qwen.DemoModel.Data;
using Qwen.DemoModel.Model;
using Qwen.DemoModel.Training;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Text;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Tests;

/// <summary>The backward passes that are written out by hand, and those of several threads.</summary>
public sealed class GradientTests
{
    private static readonly string[] Parts =
    [
        "norm1", "norm2", "ln_q", "qkv.weight", "qkv.bias", "attn.proj", "gate_proj", "up_proj", "down_proj", "patch_embed", "merger.mlp",
        "q_proj", "k_proj", "v_proj", "o_proj", "input_layernorm", "post_attention_layernorm", "embed_tokens", "model.norm", "lm_head",
        "aux.",
    ];

    /// <summary>A step along the gradient of a part changes the loss by the gradient's length.</summary>
    [Theory]
    [InlineData("l1")]
    [InlineData("v")]
    public void Gradients_are_slopes(string bucket)
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var parameters = Load(checkpoint);
        using var batch = Make(checkpoint, bucket, 0);
        new BatchWorkers(parameters, 1).Run([(batch, false)], 1);
        var losses = new Losses(parameters);
        using var quiet = no_grad();
        foreach (var part in Parts)
        {
            using var scope = NewDisposeScope();
            var direction = zeros(parameters.Count);
            foreach (var parameter in parameters.All.Where(parameter => parameter.Name.Contains(part, StringComparison.Ordinal)))
                direction.narrow(0, parameter.Offset, parameter.Count)
                    .copy_(parameters.Gradients.narrow(0, parameter.Offset, parameter.Count));
            var length = direction.norm().item<float>();
            var step = direction / length * 1e-3f;
            parameters.Values.add_(step);
            double above = losses.Compute(batch, visionOnly: false).Total!.item<float>();
            parameters.Values.sub_(step * 2);
            double below = losses.Compute(batch, visionOnly: false).Total!.item<float>();
            parameters.Values.add_(step);

            Assert.True(length > 0, part);
            Assert.True(
                Math.Abs((above - below) / 2e-3 - length) <= 0.02 * length + 0.005,
                $"{part}: {(above - below) / 2e-3} instead of {length}");
        }
    }

    [Fact]
    public void Two_threads_add_up_to_one()
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var parameters = Load(checkpoint);
        using Batch first = Make(checkpoint, "l1", 0), second = Make(checkpoint, "l1", 1);
        var one = new BatchWorkers(parameters, 1);
        one.Run([(first, false)], 0.5);
        one.Run([(second, false)], 0.5);
        using var expected = parameters.Gradients.clone();

        parameters.ClearGradients();
        var figures = new BatchWorkers(parameters, 2).Run([(first, false), (second, false)], 0.5);

        using var difference = (parameters.Gradients - expected).norm() / expected.norm();
        Assert.InRange(difference.item<float>(), 0, 1e-4);
        Assert.Equal(2, figures.Count);
        Assert.All(figures, figure => Assert.InRange(figure["lm"], 0, 20));
    }

    // auxiliary heads have no published weights: theirs are random
    private static Parameters Load(Checkpoint checkpoint)
    {
        var parameters = new Parameters(checkpoint.Config);
        parameters.Initialize(3);
        Weights.Load(checkpoint, parameters);
        return parameters;
    }

    private static Batch Make(Checkpoint checkpoint, string bucket, int number)
        => new BatchSource(
            new Packer(QwenTokenizer.Load(Setup.DemoModel), checkpoint.Config, checkpoint.Preprocessor),
            [bucket],
            5,
            heldOut: false).Make(number);
}
