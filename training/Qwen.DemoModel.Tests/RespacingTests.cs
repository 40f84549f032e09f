using Qwen.DemoModel.Model;
using Qwen.DemoModel.Training;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.DemoModel.Tests;

/// <summary>Other rotary frequencies: what was learned moves to where the frequency is alike.</summary>
public sealed class RespacingTests : IDisposable
{
    private const string Queries = "model.layers.2.self_attn.q_proj.weight", Biases = "model.layers.4.self_attn.k_proj.bias";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_same_frequencies_leave_every_number_where_it_is()
    {
        using var before = Checkpoint.Open(Setup.DemoModel);
        var (written, state) = Respace(before, before.Config.Text.RopeTheta, [.. before.Config.Text.MropeSection]);
        using (written)
        {
            Assert.Equal(Floats(before, Queries), Floats(written, Queries));
            Assert.Equal((1.25, 7, 9, 4000), (state.Hours, state.Step, state.Batch, state.Samples));
        }
    }

    [Fact]
    public void Pairs_keep_a_like_frequency_and_none_is_lost()
    {
        using var before = Checkpoint.Open(Setup.DemoModel);
        var text = before.Config.Text;
        var pairs = text.HeadDim / 2;

        // the first pair of time turns once a token whatever the base
        var (written, _) = Respace(before, text.RopeTheta * 40, [1, 2, pairs - 3]);
        using (written)
        {
            Assert.Equal([1, 2, pairs - 3], written.Config.Text.MropeSection);
            Assert.Equal(text.RopeTheta * 40, written.Config.Text.RopeTheta);
            foreach (var (old, moved) in Floats(before, Biases).Chunk(text.HeadDim).Zip(Floats(written, Biases).Chunk(text.HeadDim)))
            {
                Assert.Equal((old[0], old[pairs]), (moved[0], moved[pairs]));
                Assert.Equal(Pairs(old).Order(), Pairs(moved).Order());
                Assert.NotEqual(old, moved);
            }
        }

        IEnumerable<(float, float)> Pairs(float[] head) => Enumerable.Range(0, pairs).Select(i => (head[i], head[pairs + i]));
    }

    [Fact]
    public void A_section_that_does_not_fill_a_head_is_refused()
    {
        using var before = Checkpoint.Open(Setup.DemoModel);
        var error = Assert.Throws<QwenException>(() => Respace(before, 1000, [1, 2, 3]));
        Assert.Contains("1, 2, 3", error.Message, StringComparison.Ordinal);
    }

    private (Checkpoint Written, TrainingState State) Respace(Checkpoint before, double theta, int[] section)
    {
        string target = Path.Combine(folder.FullName, "checkpoint"), old = Path.Combine(folder.FullName, "old.safetensors"),
            state = Path.Combine(folder.FullName, "run", "state.safetensors");
        var parameters = new Parameters(before.Config);
        Weights.Load(before, parameters);
        new TrainingState { Hours = 1.25, Step = 7, Batch = 9, Samples = 4000 }.Save(old, parameters, new Optimizer(parameters));

        Respacing.Respace(Setup.DemoModel, old, theta, section, target, state);

        return (Checkpoint.Open(target), TrainingState.Load(state, parameters, new Optimizer(parameters)));
    }

    private static float[] Floats(Checkpoint checkpoint, string name)
    {
        var stored = checkpoint.GetTensor(name);
        var numbers = new float[stored.ElementCount];
        stored.ReadFloats(0, numbers);
        return numbers;
    }
}
