using System.Globalization;
using Qwen.Cli.Terminal;
using Qwen.Screens;
using Spectre.Console;

namespace Qwen.Cli.Screens;

/// <summary>
/// Shows an agent's steps as they happen: a table that grows in a terminal, lines elsewhere or where questions come in between.
/// </summary>
internal static class StepView
{
    private const int NarrowestTable = 70;

    /// <summary>Runs the steps and shows them.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="questions">Whether the person may be asked in between.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="onStep">Called with each.</param>
    /// <returns>The last step.</returns>
    public static async Task<ScreenStep> RunAsync(
        CliConsole console, bool questions, IAsyncEnumerable<ScreenStep> steps, Action<ScreenStep> onStep)
    {
        // a table in a narrow terminal would break words
        if (questions || !console.Notes.Profile.Capabilities.Interactive || console.Notes.Profile.Width < NarrowestTable)
            return await FollowAsync(steps, onStep, step => console.Notes.MarkupLine(string.Join("  ", Cells(step))));

        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "action", "outcome", "time");
        return await console.Notes.Live(table).StartAsync(context => FollowAsync(steps, onStep, step =>
        {
            table.AddRow(Cells(step));
            context.Refresh();
        }));
    }

    private static async Task<ScreenStep> FollowAsync(
        IAsyncEnumerable<ScreenStep> steps, Action<ScreenStep> onStep, Action<ScreenStep> show)
    {
        ScreenStep? last = null;
        await foreach (var step in steps)
        {
            onStep(step);
            show(step);
            last = step;
        }

        return last!;
    }

    private static string[] Cells(ScreenStep step)
    {
        var action = step.Attempt is { } attempt ? ActionText.Describe(attempt.Action) : step.Reply ?? step.StopReason ?? "";
        var thought = step.Thought.Length > 0 ? $"[grey]{Markup.Escape(PlainText.OnOneLine(step.Thought))}[/] " : "";
        var outcome = step.Attempt?.Outcome switch
        {
            null => step.Stop?.ToString() ?? "",
            AttemptOutcome.Performed => "[green]done[/]",
            AttemptOutcome.DryRun => "[yellow]dry run[/]",
            var refused => $"[red]{refused}[/] {Markup.Escape(PlainText.OnOneLine(step.Attempt!.Reason ?? ""))}",
        };
        return
        [
            step.Number.ToString(CultureInfo.InvariantCulture), thought + Markup.Escape(PlainText.OnOneLine(action)), outcome,
            string.Create(CultureInfo.InvariantCulture, $"{step.Duration.TotalSeconds:0.0} s"),
        ];
    }
}
