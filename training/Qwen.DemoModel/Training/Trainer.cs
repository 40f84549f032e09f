using System.Globalization;
using System.Diagnostics;
using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Model;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Training;

/// <summary>Runs the stages: dense vision, alignment, end to end. A killed run goes on where its last state was saved.</summary>
internal sealed class Trainer
{
    /// <summary>Name of a run's state in its folder.</summary>
    public const string StateFile = "state.safetensors";

    private readonly TrainingOptions options;
    private readonly Parameters parameters;
    private readonly Optimizer optimizer;
    private readonly Losses losses;
    private readonly Rounding? rounding;
    private readonly BatchWorkers workers;
    private readonly Packer packer;
    private readonly TrainingLog log;
    private readonly string[] mix;
    private readonly Schedule schedule;
    private TrainingState state = new();

    /// <summary>Opens the checkpoint and, where there is one, the saved state.</summary>
    public Trainer(TrainingOptions options)
    {
        this.options = options;
        Directory.CreateDirectory(options.Out);
        set_num_threads(Math.Max(1, options.Threads / Math.Min(options.Threads, options.BatchesPerStep)));
        Layers.HalfProducts = options.Half;
        using var checkpoint = Checkpoint.Open(options.From);
        parameters = new Parameters(checkpoint.Config);
        parameters.Initialize(options.Seed);
        if (!options.FromScratch)
            Weights.Load(checkpoint, parameters);
        optimizer = new Optimizer(parameters);
        losses = new Losses(parameters);
        rounding = options.Rounded > 0 ? new Rounding(parameters) : null;
        workers = new BatchWorkers(parameters, Math.Min(options.Threads, options.BatchesPerStep));
        foreach (var name in options.Mix.Where(name => !Bucket.All.ContainsKey(name.TrimEnd('!'))))
            throw new QwenException($"There is no bucket '{name}'; there are {string.Join(", ", Bucket.All.Keys)}.");
        packer = new Packer(QwenTokenizer.Load(options.From), checkpoint.Config, checkpoint.Preprocessor);
        log = new TrainingLog(Path.Combine(options.Out, "log.csv"));
        mix = [.. options.Mix.Select(name => name.TrimEnd('!'))];
        schedule = new Schedule(options.Hours, options.Rate, options.WarmUp, options.Decay);
        if (File.Exists(StatePath))
        {
            state = TrainingState.Load(StatePath, parameters, optimizer);
            Console.WriteLine($"going on at {state.Hours:0.00} h, step {state.Step}");
        }
    }

    private string StatePath => Path.Combine(options.Out, StateFile);

    /// <summary>Trains until the hours are over or the token says stop; then the state is saved and a checkpoint written.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        using var loader = new BatchLoader(new BatchSource(packer, mix, options.Seed, heldOut: false), state.Batch, options.Workers);
        var clock = Stopwatch.StartNew();
        double shown = 0, saved = 0, looked = 1 - options.HeldOutMinutes, waited = 0, before = state.Hours;
        var samples = state.Samples;
        while (state.Hours < options.Hours && !cancellationToken.IsCancellationRequested)
        {
            waited += Step(loader, mixIndex => options.Mix[mixIndex].EndsWith('!'));
            var minutes = clock.Elapsed.TotalMinutes;
            state = state with { Hours = before + minutes / 60 };
            if (minutes - shown > options.LogMinutes)
            {
                Show(minutes, (state.Samples - samples) / (minutes - shown) / 60, waited / (minutes - shown) / 60);
                (shown, samples, waited) = (minutes, state.Samples, 0);
            }

            if (minutes - saved > options.SaveMinutes)
            {
                saved = minutes;
                state.Save(StatePath, parameters, optimizer);
            }

            if (minutes - looked > options.HeldOutMinutes)
            {
                looked = minutes;
                LookAtHeldOut();
            }
        }

        state.Save(StatePath, parameters, optimizer);
        UseAverage(parameters, optimizer);
        var folder = Path.Combine(options.Out, "checkpoint");
        Weights.Export(parameters, options.From, folder);
        ModelCard.Write(folder, state, options.FromScratch ? "random weights" : "the checkpoint before it", options.ToString(), null);
    }

    /// <summary>Writes the newest saved state of a run as a checkpoint.</summary>
    /// <param name="from">The checkpoint that the run started from.</param>
    /// <param name="stateFolder">The run's folder.</param>
    /// <param name="target">Folder of the new checkpoint.</param>
    /// <param name="settings">Settings of the run, for the card.</param>
    /// <param name="figures">The held-out table, for the card; null for none.</param>
    public static void Export(string from, string stateFolder, string target, string settings, string? figures)
    {
        using var checkpoint = Checkpoint.Open(from);
        var parameters = new Parameters(checkpoint.Config);
        var optimizer = new Optimizer(parameters);
        var state = TrainingState.Load(Path.Combine(stateFolder, StateFile), parameters, optimizer);
        UseAverage(parameters, optimizer);
        Weights.Export(parameters, from, target);
        ModelCard.Write(target, state, "the checkpoint before it", settings, figures);
        Console.WriteLine(FormattableString.Invariant($"{state.Hours:0.00} h, step {state.Step}, {state.Samples} pictures"));
    }

    /// <summary>Puts the mean of the last weights in their place: what a checkpoint is made of.</summary>
    public static void UseAverage(Parameters parameters, Optimizer optimizer)
    {
        using var quiet = no_grad();
        parameters.Values.copy_(optimizer.Average);
    }

    // one step: gradients of a few batches, then the optimiser; returns the seconds spent waiting for pictures
    private double Step(BatchLoader loader, Func<int, bool> isVisionOnly)
    {
        parameters.ClearGradients();
        var rounded = new Dice((int)state.Step, heldOut: false).Chance(options.Rounded) ? rounding : null;
        rounded?.Apply();
        var waiting = 0L;
        for (var done = 0; done < options.BatchesPerStep; done += workers.Count)
        {
            var from = Stopwatch.GetTimestamp();
            List<(Batch Batch, bool VisionOnly)> batches = [];
            for (var i = 0; i < Math.Min(workers.Count, options.BatchesPerStep - done); i++)
            {
                batches.Add((loader.Take(), state.Hours < options.VisionHours || isVisionOnly((int)(state.Batch % mix.Length))));
                state = state with { Batch = state.Batch + 1, Samples = state.Samples + batches[^1].Batch.Samples };
            }

            waiting += Stopwatch.GetTimestamp() - from;
            var figures = workers.Run(batches, 1.0 / options.BatchesPerStep);
            for (var i = 0; i < batches.Count; i++)
            {
                log.Add(batches[i].Batch.Bucket, figures[i]);
                batches[i].Batch.Dispose();
            }
        }

        rounded?.Undo();
        var norm = optimizer.Step(schedule.At(state.Hours), Frozen());
        if (!double.IsFinite(norm))
            Console.WriteLine($"step {state.Step}: gradient is {norm}, left out");
        log.Add("all", new Dictionary<string, double> { ["norm"] = norm, ["rate"] = schedule.At(state.Hours) });
        state = state with { Step = state.Step + 1 };
        return Stopwatch.GetElapsedTime(0, waiting).TotalSeconds;
    }

    // what stays as it is in this stage
    private Func<string, bool>? Frozen()
        => state.Hours < options.HeadHours ? name => !name.StartsWith("aux.", StringComparison.Ordinal)
            : state.Hours >= options.VisionHours && state.Hours < options.VisionHours + options.AlignmentHours
                ? name =>
                    name.StartsWith("visual.", StringComparison.Ordinal) && !name.StartsWith("visual.merger", StringComparison.Ordinal)
                : null;

    private void Show(double minutes, double perSecond, double waiting)
    {
        var means = log.Flush(state);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{minutes:0.0} min, step {state.Step}, {state.Samples} pictures, {perSecond:0.0}/s, waiting {100 * waiting:0}%, "
            + $"rate {schedule.At(state.Hours):0.0e0}: ")
            + string.Join(
                ' ',
                means.Where(
                    pair => pair.Key.EndsWith(".lm", StringComparison.Ordinal) || pair.Key.EndsWith(".right", StringComparison.Ordinal)
                        || pair.Key.EndsWith(".lookup", StringComparison.Ordinal) || pair.Key == "all.norm")
                    .Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value:0.000}"))));
    }

    /// <summary>
    /// Losses of a few held-out batches of every bucket, always the same ones, with the weights that a checkpoint would get.
    /// </summary>
    private void LookAtHeldOut()
    {
        var buckets = mix.Distinct().ToList();
        var source = new BatchSource(packer, buckets, seed: 77, heldOut: true);
        using var quiet = no_grad();
        using var own = parameters.Values.detach().clone();
        UseAverage(parameters, optimizer);
        for (var number = 0; number < 2 * buckets.Count; number++)
        {
            using var scope = NewDisposeScope();
            using var batch = source.Make(number);
            var visionOnly = state.Hours < options.VisionHours;
            log.Add("heldout." + batch.Bucket, losses.Compute(batch, visionOnly).ToNumbers());
        }

        parameters.Values.copy_(own);
    }
}
