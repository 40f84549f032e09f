using Qwen.DemoModel.Model;
using Qwen.VisionLanguage.Checkpoints;
using TorchSharp;

namespace Qwen.DemoModel.Tests;

/// <summary>What a pass is shown has sixteen values a block, and the weights come back as they were.</summary>
public sealed class RoundingTests
{
    [Fact]
    public void Blocks_of_the_decoder_have_sixteen_values_and_nothing_else_changes()
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var parameters = new Parameters(checkpoint.Config);
        parameters.Initialize(seed: 3);
        var before = parameters.Values.clone();
        var rounding = new Rounding(parameters);
        rounding.Apply();

        foreach (var parameter in parameters.All)
        {
            var old = before.narrow(0, parameter.Offset, parameter.Count);
            var isRounded = parameter.Shape.Length == 2
                && (parameter.Name.StartsWith("model.layers.", StringComparison.Ordinal) || parameter.Name == CheckpointLayout.Head);
            Assert.Equal(!isRounded, parameter.Value.view(-1).equal(old).all().item<bool>());
            if (!isRounded)
                continue;
            float[] first = [.. parameter.Value.view(-1, 32)[0].data<float>()], source = [.. old.view(-1, 32)[0].data<float>()];
            var step = (source.Max() - source.Min()) / 15;
            Assert.InRange(first.Distinct().Count(), 2, 16);
            Assert.All(first.Zip(source), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1.01 * step));
        }

        rounding.Undo();
        Assert.True(parameters.Values.equal(before).all().item<bool>());
    }
}
