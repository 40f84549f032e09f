using System.Diagnostics;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Spectre.Console;

namespace Qwen.Cli.Terminal;

/// <summary>
/// Shows a download: how much is to come before it begins, one bar over all files with speed and time left while a person watches, one
/// line for each file that is brought elsewhere, and what it came to. What is there already is not mentioned.
/// </summary>
internal static class DownloadView
{
    /// <summary>Downloads a checkpoint.</summary>
    /// <param name="console">Where the notes go.</param>
    /// <param name="hub">Where it comes from.</param>
    /// <param name="repository">Its name.</param>
    /// <param name="target">The folder; null for the model's own.</param>
    /// <param name="cancellationToken">Stops; what came stays.</param>
    /// <param name="estimate">How much is to come, where the hub was asked already.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="QwenException">It cannot be had, or the disk is too small, which is said before anything is written.</exception>
    public static async Task<string> RunAsync(
        CliConsole console, HubClient hub, string repository, string? target, CancellationToken cancellationToken,
        HubEstimate? estimate = null)
    {
        if (estimate is null)
        {
            estimate = await hub.EstimateAsync(repository, target, cancellationToken);
            if (estimate.Bytes > 0)
                console.Note($"{repository}: {Describe(estimate)}.");
        }

        var watch = Stopwatch.StartNew();
        var folder = console.Notes.Profile.Capabilities.Interactive
            ? await console.Notes.Progress()
                .HideCompleted(true)
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new DownloadedColumn { Base = FileSizeBase.Decimal },
                    new TransferSpeedColumn { Base = FileSizeBase.Decimal },
                    new RemainingTimeColumn())
                .StartAsync(context => FetchAsync(new Bar(context)))
            : await FetchAsync(new ProgressLines(console));
        var seconds = Math.Max(watch.Elapsed.TotalSeconds, 0.001);
        if (estimate.Bytes > 0)
            console.Note($"{ByteSize.Format(estimate.Bytes)} in {Time(seconds)}, {ByteSize.Format((long)(estimate.Bytes / seconds))}/s.");
        else
            console.Note("Everything is there.");
        return folder;

        Task<string> FetchAsync(IProgress<QwenProgress> progress) => hub.FetchAsync(repository, target, progress, cancellationToken);
    }

    /// <summary>How much is to come and how much room there is: "7.5 GB to fetch, 92.1 GB free".</summary>
    public static string Describe(HubEstimate estimate) =>
        $"{ByteSize.Format(estimate.Bytes)} to fetch{(estimate.FreeBytes is { } free ? $", {ByteSize.Format(free)} free" : "")}";

    private static string Time(double seconds) =>
        seconds < 60 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seconds:0.0} s") : $"{seconds / 60:0} minutes";

    // reports come one after the other, from any thread
    private sealed class Bar(ProgressContext context) : IProgress<QwenProgress>
    {
        private ProgressTask? task;
        private long start; // what was there already is no speed

        public void Report(QwenProgress value)
        {
            if (task is null)
            {
                start = value.Done;
                task = context.AddTask("Downloading", maxValue: Math.Max(value.Total - start, 1));
            }

            task.IsIndeterminate = value.Total == 0;
            task.Description = Markup.Escape(value.Stage);
            task.Value = value.Done - start;
        }
    }
}
