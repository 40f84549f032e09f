using System.CommandLine;
using System.Globalization;
using Qwen.Cli.Screens;
using Qwen.Cli.Terminal;
using Qwen.Extensions.AI;
using Qwen.Screens;
using Qwen.Screens.Agent;
using Qwen.Screens.Simulated;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl screens</c>: how well a model drives screens.</summary>
internal static class ScreensCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CliConsole console) => new("screens", "Measure how well a model drives screens.") { CreateBench(console) };

    private static TaughtCommand CreateBench(CliConsole console)
    {
        var only = new Option<string[]>("--task") { Description = "Only tasks whose name begins so; may be repeated.", HelpName = "NAME" };
        only.Refuse(name => PhoneTask.All.Any(task => task.Id.StartsWith(name, StringComparison.Ordinal))
            ? null
            : $"No task is named so. The tasks are {string.Join(", ", PhoneTask.All)}.");
        var agents = new AgentSettings();
        var command = new TaughtCommand(
            "bench",
            "Run the tasks of the simulated phone and read from its state which were done. "
            + "In the full form the model does whole tasks; in the "
                + "short form it is told each control to tap and has to hit it.",
            "qwenvl screens bench",
            "qwenvl screens bench --task notes --task clock",
            "qwenvl screens bench --model Qwen/Qwen2.5-VL-7B-Instruct")
        {
            only,
        };
        agents.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var names = parsed.GetValue(only) ?? [];
            var tasks = PhoneTask.All.Where(
                task => names.Length == 0 || names.Any(name => task.Id.StartsWith(name, StringComparison.Ordinal))).ToList();
            await using var model = await agents.LoadAsync(console, parsed, cancellationToken);
            using var client = new QwenChatClient(model);
            var options = agents.Read(parsed) with { StillInterval = TimeSpan.Zero };
            var rows = agents.IsShort(parsed)
                ? SimulatedBench.RunTapsAsync(Point(client, options), tasks, SimulatedPhoneOptions.Small, cancellationToken)
                : SimulatedBench.RunAsync(Act(client, options), tasks, null, cancellationToken);

            var (solved, taps, inside, count) = (0, 0, 0, 0);
            Write($"{"task",-28} {"solved",-6} {"steps",5} {"best",5} {"taps inside",12}");
            await foreach (var row in rows)
            {
                var end = row.IsSolved ? "yes" : "no";
                Write($"{row.Task,-28} {end,-6} {row.Steps,5} {row.ShortestSteps,5} {row.TapsInside,5} of {row.Taps,3}");
                (solved, taps, inside, count) = (solved + (row.IsSolved ? 1 : 0), taps + row.Taps, inside + row.TapsInside, count + 1);
            }

            Write($"{solved} of {count} tasks solved, {inside} of {taps} taps inside ({100.0 * inside / Math.Max(1, taps):0.0} %)");
            return ExitCode.Ok;
        });
        return command;

        void Write(FormattableString line) => console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static Func<string, ScreenShot, CancellationToken, Task<ScreenPoint?>> Point(QwenChatClient client, ScreenAgentOptions options)
    {
        var pointer = new ScreenPointer(client, options);
        return async (instruction, shot, cancellationToken) =>
            (await pointer.FindAsync(shot, ScreenKind.Phone, instruction, cancellationToken)).Point;
    }

    // everything is allowed: the phone exists only here
    private static Func<PhoneTask, IScreen, CancellationToken, Task> Act(QwenChatClient client, ScreenAgentOptions options) =>
        async (task, screen, cancellationToken) =>
        {
            await using var guarded = new GuardedScreen(screen, new ScreenGuardOptions { Policy = ScreenSettings.SimulatedPolicy });
            await foreach (var _ in new ScreenAgent(client, guarded, options).RunAsync(task.Instruction, cancellationToken))
            {
            }
        };
}
