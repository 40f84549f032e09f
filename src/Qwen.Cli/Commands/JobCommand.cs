using System.CommandLine;
using Qwen.Cli.Farm;
using Qwen.Cli.Terminal;
using Qwen.Orleans;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl job</c>: jobs of many pages over many machines.</summary>
internal static class JobCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console) => new TaughtCommand(
        "job",
        "Order and follow jobs of a cluster of machines: start, list, show, pause, resume, cancel, results, rm.",
        "qwenvl job start read '/scans/**/*.pdf' --cluster \"Host=db;Database=farm;Username=farm\"",
        "qwenvl job results JOB --out results.jsonl")
    {
        Start(console),
        List(console),
        Show(console),
        Change(console, "pause", "Begin no further item of a job.", (jobs, id, token) => jobs.PauseAsync(id, token)),
        Change(console, "resume", "Go on with a paused job.", (jobs, id, token) => jobs.ResumeAsync(id, token)),
        Change(console, "cancel", "End a job; what is done stays.", (jobs, id, token) => jobs.CancelAsync(id, token)),
        Results(console),
        Change(console, "rm", "Remove an ended job with its results.", (jobs, id, token) => jobs.RemoveAsync(id, token)),
    };

    private static TaughtCommand Start(CliConsole console)
    {
        var (order, cluster) = (new JobOrder(), new ClusterSettings());
        var command = new TaughtCommand(
            "start",
            "Order a job; its key is written to standard output.",
            "qwenvl job start extract '/scans/*.png' --schema invoice.json --failures 1000",
            "qwenvl job start events '/films/*.mp4' --what \"a person falls\" --window 60");
        order.AddTo(command);
        cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var job = order.Read(parsed);
            return cluster.RunAsync(
                parsed,
                async jobs =>
                {
                    console.Out.WriteLine(await jobs.StartAsync(job, cancellationToken));
                    return ExitCode.Ok;
                },
                cancellationToken);
        });
        return command;
    }

    private static TaughtCommand List(CliConsole console)
    {
        var cluster = new ClusterSettings();
        var command = new TaughtCommand("list", "All jobs, the newest first.", "qwenvl job list");
        cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) => cluster.RunAsync(
            parsed,
            async jobs =>
            {
                foreach (var job in await jobs.ListAsync(cancellationToken))
                    console.Out.WriteLine(JobText.Describe(job));
                return ExitCode.Ok;
            },
            cancellationToken));
        return command;
    }

    private static TaughtCommand Show(CliConsole console)
    {
        var (id, cluster) = (Id(), new ClusterSettings());
        var watch = new Option<bool>("--watch") { Description = "Show it again every few seconds until the job ends." };
        var command = new TaughtCommand("show", "How far a job is.", "qwenvl job show JOB --watch") { id, watch };
        cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) => cluster.RunAsync(
            parsed,
            async jobs =>
            {
                var job = await jobs.GetProgressAsync(parsed.GetValue(id)!, cancellationToken);
                console.Out.WriteLine(JobText.Describe(job));
                while (parsed.GetValue(watch) && !job.HasEnded)
                {
                    await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
                    job = await jobs.GetProgressAsync(parsed.GetValue(id)!, cancellationToken);
                    console.Out.WriteLine(JobText.Describe(job));
                }

                return job.Status is JobStatus.Stopped ? ExitCode.Failure : ExitCode.Ok;
            },
            cancellationToken));
        return command;
    }

    private static TaughtCommand Change(
        CliConsole console, string name, string description, Func<IQwenJobs, string, CancellationToken, Task> act)
    {
        var (id, cluster) = (Id(), new ClusterSettings());
        var command = new TaughtCommand(name, description, $"qwenvl job {name} JOB") { id };
        cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) => cluster.RunAsync(
            parsed,
            async jobs =>
            {
                await act(jobs, parsed.GetValue(id)!, cancellationToken);
                console.Note("Done.");
                return ExitCode.Ok;
            },
            cancellationToken));
        return command;
    }

    private static TaughtCommand Results(CliConsole console)
    {
        var (id, cluster) = (Id(), new ClusterSettings());
        var output = new Option<string?>("--out") { Description = "File for the lines; standard output when left out.", HelpName = "FILE" };
        var ordered = new Option<bool>("--in-order") { Description = "In the order of the list, not as they come." };
        var now = new Option<bool>("--now") { Description = "What there is, without waiting for the rest." };
        var command = new TaughtCommand(
            "results", "The results of a job, one JSON object a line, until it ends.", "qwenvl job results JOB --in-order > pages.jsonl")
        {
            id, output, ordered, now,
        };
        cluster.AddTo(command);
        command.SetAction((parsed, cancellationToken) => cluster.RunAsync(
            parsed,
            async jobs =>
            {
                var order = parsed.GetValue(ordered) ? ResultOrder.AsListed : ResultOrder.AsTheyCome;
                await using var file = parsed.GetValue(output) is { } path ? new StreamWriter(path) : null;
                var (lines, setAside) = (file ?? console.Out, 0L);
                var results = jobs.ReadResultsAsync(parsed.GetValue(id)!, order, !parsed.GetValue(now), cancellationToken);
                await foreach (var result in results)
                {
                    await lines.WriteLineAsync(result.ToJsonLine());
                    setAside += result.Cause is null ? 0 : 1;
                }

                return setAside == 0 ? ExitCode.Ok : ExitCode.Failure;
            },
            cancellationToken));
        return command;
    }

    private static Argument<string> Id() => new("JOB") { Description = "Key of the job, as 'start' wrote it." };
}
