using Qwen.VisionLanguage;
using Spectre.Console;

namespace Qwen.Cli.Terminal;

/// <summary>Shows how far a long piece of work is: bars in a terminal, one line per stage elsewhere.</summary>
internal static class ProgressView
{
    /// <summary>Runs the work and shows what it reports.</summary>
    public static Task<T> RunAsync<T>(CliConsole console, Func<IProgress<QwenProgress>, Task<T>> work)
        => console.Notes.Profile.Capabilities.Interactive
            ? console.Notes.Progress()
                .AutoClear(true)
                .HideCompleted(true)
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new RemainingTimeColumn())
                .StartAsync(context => work(new Bars(context)))
            : work(new ProgressLines(console));

    /// <summary>Runs work that gives nothing back.</summary>
    public static Task RunAsync(CliConsole console, Func<IProgress<QwenProgress>, Task> work)
        => RunAsync(console, async progress =>
        {
            await work(progress);
            return true;
        });

    // one bar per stage; reports come from any thread
    private sealed class Bars(ProgressContext context) : IProgress<QwenProgress>
    {
        private readonly Dictionary<string, ProgressTask> tasks = [];

        public void Report(QwenProgress value)
        {
            lock (tasks)
            {
                if (!tasks.TryGetValue(value.Stage, out var task))
                    tasks[value.Stage] = task = context.AddTask(Markup.Escape(value.Stage), autoStart: true, maxValue: 1);
                task.IsIndeterminate = value.Total == 0;
                task.Value = value.Fraction;
            }
        }
    }
}
