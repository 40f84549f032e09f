using System.Diagnostics;
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
        Assert.True(optimizer.Average.equal(otherOptimizer.Average).all().item<bool>());
        Assert.True(optimizer.Second.equal(otherOptimizer.Second).all().item<bool>());
        Assert.Equal(1, otherOptimizer.StepCount);
    }

    [Fact]
    public void A_run_learns_goes_on_and_writes_a_checkpoint()
    {
        var options = new TrainingOptions
        {
            From = Setup.DemoModel, Out = folder.FullName, FromScratch = true, Hours = 6.0 / 3600, Rate = 1e-3, Mix = ["l2"],
            VisionHours = 1, BatchesPerStep = 1, LogMinutes = 0.01, HeldOutMinutes = 100, Decay = 0.01, WarmUp = 1e-4,
        };
        new Trainer(options).Run(CancellationToken.None);
        var first = File.ReadAllLines(Path.Combine(folder.FullName, "log.csv")).Length;
        new Trainer(options with { Hours = 12.0 / 3600 }).Run(CancellationToken.None);

        var letters = File.ReadAllLines(Path.Combine(folder.FullName, "log.csv")).Select(line => line.Split(','))
            .Where(row => row[3] == "l2.u.letters")
            .Select(row => double.Parse(row[4], System.Globalization.CultureInfo.InvariantCulture))
            .ToList();
        Assert.True(File.ReadAllLines(Path.Combine(folder.FullName, "log.csv")).Length > first);
        Assert.True(letters[^1] < letters[0], $"letters {letters[0]} -> {letters[^1]}");
        using var written = Checkpoint.Open(Path.Combine(folder.FullName, "checkpoint"));
        Assert.Empty(folder.EnumerateFiles("*.tmp", SearchOption.AllDirectories));
    }

    /// <summary>The three stages one after the other, by a real process that is killed in each of them.</summary>
    [Fact]
    public async Task A_killed_run_goes_on_in_every_stage()
    {
        const double Stage = 8.0 / 3600;
        var log = Path.Combine(folder.FullName, "log.csv");
        foreach (var killedAfter in (double?[])[0.4 * Stage, 1.3 * Stage, 2.3 * Stage, null])
        {
            using var run = Start(Stage);
            while (!run.HasExited && (killedAfter is null || Hours() < killedAfter))
                await Task.Delay(100, TestContext.Current.CancellationToken);
            Assert.True(killedAfter is null == run.HasExited, $"The run ended {(killedAfter is null ? "too late" : "too early")}.");
            run.Kill(entireProcessTree: true);
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var rows = File.ReadAllLines(log).Skip(1).Select(line => line.Split(',')).ToList();
        double At(string[] row) => double.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(
            rows.Where(row => row[3] == "l2.lm"),
            row => Assert.True(At(row) > Stage * 0.9, "The decoder was trained in the encoder's stage."));
        Assert.Contains(rows, row => row[3] == "l2.lm" && At(row) > 2 * Stage);
        Assert.True(Hours() >= 3 * Stage * 0.8);
        using var written = Checkpoint.Open(Path.Combine(folder.FullName, "checkpoint"));

        double Hours() => File.Exists(log) && File.ReadAllLines(log) is { Length: > 1 } lines && lines[^1].Split(',') is { Length: 5 } last
            ? At(last)
            : 0;
    }

    [Fact]
    public void What_is_frozen_stays_whatever_its_momentum()
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var (parameters, optimizer) = Random(checkpoint.Config, seed: 4);
        parameters.Gradients.normal_();
        optimizer.Step(1e-3);
        var before = parameters.All.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.detach().clone());
        parameters.Gradients.normal_();

        optimizer.Step(1e-3, name => name.StartsWith("visual.", StringComparison.Ordinal));

        Assert.All(parameters.All, parameter => Assert.Equal(
            parameter.Name.StartsWith("visual.", StringComparison.Ordinal),
            parameter.Value.detach().equal(before[parameter.Name]).all().item<bool>()));
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

    // log and state after every step or two
    private Process Start(double stage)
    {
        string Number(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[
            typeof(Trainer).Assembly.Location, "train", "--scratch", "--from", Setup.DemoModel, "--out", folder.FullName, "--mix", "l2",
            "--hours", Number(3 * stage),
            "--vision-hours", Number(stage), "--alignment-hours", Number(stage), "--save-minutes", "0.01", "--log-minutes", "0.01",
            "--half"])
        {
            start.ArgumentList.Add(argument);
        }

        var run = Process.Start(start)!;
        run.OutputDataReceived += (_, _) => { };
        run.BeginOutputReadLine();
        return run;
    }

    private static (Parameters Parameters, Optimizer Optimizer) Random(ModelConfig config, int seed)
    {
        var parameters = new Parameters(config);
        parameters.Initialize(seed);
        return (parameters, new Optimizer(parameters));
    }
}
