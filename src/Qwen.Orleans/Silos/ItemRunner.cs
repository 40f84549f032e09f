using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Qwen.Orleans.Files;
using Qwen.Orleans.Ledgers;
using Qwen.Orleans.Tasks;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Silos;

/// <summary>Does one item on this silo, and says how it ended; an error of the item never leaves it.</summary>
internal sealed class ItemRunner(
    SiloModel model, FileBringer files, IOptions<QwenFarmOptions> options, IServiceProvider services)
{
    // how long a task may go on after it was told to end, before its row counts as lost
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Lazy<Dictionary<string, IFarmTask>> tasks = new(() =>
    {
        var known = BuiltInTasks.All.ToDictionary(name => name, IFarmTask (_) => new PerceptionTask());
        foreach (var (name, create) in options.Value.Tasks)
            known[name] = create(services);
        return known;
    });

    /// <summary>Names of the tasks that this silo knows.</summary>
    public string[] TaskNames => [.. tasks.Value.Keys];

    /// <summary>Does an item.</summary>
    /// <param name="job">The job; its model and form are settled.</param>
    /// <param name="grant">The item.</param>
    /// <param name="silo">The silo's name.</param>
    /// <param name="cancellationToken">Ends it: the item is given back.</param>
    public async Task<ItemReport> RunAsync(QwenJob job, ItemGrant grant, string silo, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var known = new JobResult { Item = grant.Item, Silo = silo, Model = job.Model, Form = model.Form };
        using var activity = FarmTelemetry.Start(job, grant.Item);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(job.ItemTimeout);
        ItemReport report;
        try
        {
            var working = DoAsync(job, grant.Item, known, limit.Token);
            await Task.WhenAny(working, WaitOutAsync(limit.Token)).ConfigureAwait(false);
            report = working.IsCompleted
                ? new ItemReport { Index = grant.Index, Outcome = ItemOutcome.Done, Result = await working.ConfigureAwait(false) }
                : Report(ItemOutcome.Failed, TooLong(job) + " The task did not end when it was told to.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            report = Report(ItemOutcome.Released, "The silo gave it back.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            report = Report(ItemOutcome.Failed, TooLong(job));
        }
        catch (Exception error)
        {
            report = Report(FaultOf(error) is null ? Judge(error) : ItemOutcome.Fault, FaultOf(error) ?? Describe(error));
        }

        report = report with { Result = report.Result with { Seconds = clock.Elapsed.TotalSeconds } };
        FarmTelemetry.End(activity, job, report);
        return report;

        ItemReport Report(ItemOutcome outcome, string cause) =>
            new() { Index = grant.Index, Outcome = outcome, Result = known with { Cause = cause } };
    }

    private static async Task WaitOutAsync(CancellationToken limit)
    {
        await Task.Delay(Timeout.Infinite, limit).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        await Task.Delay(Grace, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<JobResult> DoAsync(QwenJob job, JobItem item, JobResult known, CancellationToken cancellationToken)
    {
        // whatever a task does before its first pause is done here, and not in the silo's loop
        await Task.Yield();
        var client = new AnswerWatch(model.Client!);
        var file = await files.BringAsync(item.File, cancellationToken).ConfigureAwait(false);
        var part = await PageRenderer.RenderAsync(file, item, cancellationToken).ConfigureAwait(false);
        var result = await tasks.Value[job.Task.Name].RunAsync(new FarmWork(job, item, part, client), cancellationToken)
            .ConfigureAwait(false);
        var answered = client.Model ?? model.Model;
        if (job.Model is not null && answered is not null && answered != job.Model)
            throw new SiloFaultException($"The model '{answered}' answered where '{job.Model}' should have.");
        return known with
        {
            Value = result.Value,
            Width = result.PictureSize?.Width ?? 0,
            Height = result.PictureSize?.Height ?? 0,
            SeenWidth = result.SizeSeen?.Width ?? 0,
            SeenHeight = result.SizeSeen?.Height ?? 0,
            Confidence = result.Confidence,
            Notes = result.Notes,
            Model = answered,
            Hash = file.Hash,
            Key = KeyOf(file.Hash, job, item, answered),
        };
    }

    // everything that the value depends on
    private string KeyOf(string hash, QwenJob job, JobItem item, string? answered)
    {
        string?[] parts =
        [
            hash, Number(item.Page), Number(item.Start), Number(item.End), job.Task.Name, job.Task.What, job.Task.Parameters,
            Number(job.MaxPixels), answered, model.Form,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));

        static string? Number(double? number) => number?.ToString("r", CultureInfo.InvariantCulture);
    }

    private static string TooLong(QwenJob job) => $"It took longer than {job.ItemTimeout.TotalSeconds:0.#} s.";

    private static ItemOutcome Judge(Exception error) => error is QwenException ? ItemOutcome.Hopeless : ItemOutcome.Failed;

    private static string Describe(Exception error) =>
        error is QwenException ? error.Message : $"{error.GetType().Name}: {error.Message}";

    // a full disk is not the item's fault, wherever in the chain of errors it shows
    private static string? FaultOf(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SiloFaultException)
                return cause.Message;
            if (cause is IOException && (cause.HResult & 0xFFFF) is 28 or 0x70 or 0x27 || cause.Message.Contains("No space left"))
                return $"The silo's disk is full: {cause.Message}";
        }

        return null;
    }
}
