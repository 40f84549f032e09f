using Qwen.DemoModel.Model;
using Qwen.DemoModel.Training;
using Qwen.VisionLanguage.Checkpoints;
using TorchSharp;

namespace Qwen.DemoModel.Tests;

/// <summary>Runs learn, and go on after a kill.</summary>
public sealed class TrainingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_saved_state_brings_back_weights_optimiser_and_clock()
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var path = Path.Combine(folder.FullName, "state.safetensors");
        var (parameters, optimizer) = Random(checkpoint.Config, seed: 1);
        parameters.Gradients.normal_();
        optimizer.Step(1e-3);
        new TrainingState { Hours = 12.345, Step = 1, Batch = 5_000_001, Samples = 123_456_789 }.Save(path, parameters, optimizer);

        var (other, otherOptimizer) = Random(checkpoint.Config, seed: 2);
        var state = TrainingState.Load(path, other, otherOptimizer);

        Assert.Equal(12.345, state.Hours, 5);
        Assert.Equal((1, 5_000_001, 123_456_789), (state.Step, state.Batch, state.Samples));
        Assert.True(parameters.Values.equal(other.Values).all().item<bool>());
        Assert.True(optimizer.Momentum.equal(otherOptimizer.Momentum).all().item<bool>());
        Assert.True(optimizer.Second.equal(otherOptimizer.Second).all().item<bool>());
        Assert.Equal(1, otherOptimizer.StepCount);
    }

    [Fact]
    public void A_run_learns_goes_on_and_writes_a_checkpoint()
    {
        var options = new TrainingOptions
        {
            From = Setup.DemoModel, Out = folder.FullName, FromScratch = true, Hours = 6.0 / 3600, Rate = 1e-3, Mix = ["l2"], VisionHours = 1, BatchesPerStep = 1, LogMinutes = 0.01, HeldOutMinutes = 100, Decay = 0.01, WarmUp = 1e-4,
        };
        new Trainer(options).Run(CancellationToken.None);
        var first = File.ReadAllLines(Path.Combine(folder.FullName, "log.csv")).Length;
        new Trainer(options with { Hours = 12.0 / 3600 }).Run(CancellationToken.None);

        var letters = File.ReadAllLines(Path.Combine(folder.FullName, "log.csv")).Select(line => line.Split(','))
            .Where(row => row[3] == "l2.u.letters").Select(row => double.Parse(row[4], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.True(File.ReadAllLines(Path.Combine(folder.FullName, "log.csv")).Length > first);
        Assert.True(letters[^1] < letters[0], $"letters {letters[0]} -> {letters[^1]}");
        using var written = Checkpoint.Open(Path.Combine(folder.FullName, "checkpoint"));
        Assert.Empty(folder.EnumerateFiles("*.tmp", SearchOption.AllDirectories));
    }

    /// <summary>Muon's step moves every direction of a matrix about equally far.</summary>
    [Fact]
    public void A_step_of_a_hidden_matrix_is_nearly_orthogonal()
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var (parameters, optimizer) = Random(checkpoint.Config, seed: 3);
        const string Name = "model.layers.0.mlp.down_proj.weight";
        var before = parameters[Name].detach().clone();
        parameters.Gradients.normal_();
        const double Rate = 0.01;

        optimizer.Step(Rate);

        var step = before * (1 - Rate * 0.05) - parameters[Name].detach();
        var spread = torch.linalg.svdvals(step) / (0.2 * Math.Sqrt(step.shape.Max()) * Rate);
        Assert.InRange(spread.min().item<float>(), 0.6f, 1.4f);
        Assert.InRange(spread.max().item<float>(), 0.6f, 1.4f);
    }

    private static (Parameters Parameters, Optimizer Optimizer) Random(ModelConfig config, int seed)
    {
        var parameters = new Parameters(config);
        parameters.Initialize(seed);
        return (parameters, new Optimizer(parameters));
    }
}
