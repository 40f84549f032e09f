using System.Runtime.CompilerServices;
using Qwen.Screens.Simulated.Tasks;

namespace Qwen.Screens.Simulated;

/// <summary>Runs the simulated phone's tasks with any actor.</summary>
public static class SimulatedBench
{
    // a script that needs more than this does not fit the phone
    private const int MostSteps = 200;

    /// <summary>Lets an actor do whole tasks on its own.</summary>
    /// <param name="actor">Does a task on a screen; returns when it thinks it is done. Must not dispose the screen.</param>
    /// <param name="tasks">Which tasks; null for all.</param>
    /// <param name="options">How the phones are built; null for the usual.</param>
    /// <param name="cancellationToken">Stops the bench.</param>
    /// <returns>A row for every task as soon as it is over.</returns>
    public static async IAsyncEnumerable<SimulatedBenchRow> RunAsync(
        Func<PhoneTask, IScreen, CancellationToken, Task> actor, IEnumerable<PhoneTask>? tasks = null,
        SimulatedPhoneOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        foreach (var task in tasks ?? PhoneTask.All)
        {
            var phone = task.CreatePhone(options);
            await using var _ = phone.ConfigureAwait(false);
            var screen = new CountingScreen(phone, task.Steps.Select(step => step.Control).OfType<string>().ToHashSet());
            await actor(task, screen, cancellationToken).ConfigureAwait(false);
            var shortest = await CountShortestAsync(task, options, cancellationToken).ConfigureAwait(false);
            yield return new SimulatedBenchRow(task.Id, task.IsSolved(phone), screen.Steps, shortest, screen.Taps, screen.TapsInside);
        }
    }

    /// <summary>
    /// Tells a pointer at every touch of the perfect run which control is meant, as "Tap Save.", and takes the point from it; everything
    /// else the perfect run does itself. A touch beside the control counts as a miss and is set right, so that the run goes on.
    /// </summary>
    /// <param name="pointer">Finds the control of an instruction in a picture; null where it finds none.</param>
    /// <param name="tasks">Which tasks; null for all.</param>
    /// <param name="options">How the phones are built; null for the usual.</param>
    /// <param name="cancellationToken">Stops the bench.</param>
    /// <returns>A row for every task; solved are those without a miss.</returns>
    public static async IAsyncEnumerable<SimulatedBenchRow> RunTapsAsync(
        Func<string, ScreenShot, CancellationToken, Task<ScreenPoint?>> pointer, IEnumerable<PhoneTask>? tasks = null,
        SimulatedPhoneOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        foreach (var task in tasks ?? PhoneTask.All)
        {
            var phone = task.CreatePhone(options);
            await using var _ = phone.ConfigureAwait(false);
            var (steps, taps, inside) = (0, 0, 0);
            for (var script = new PhoneScript(task, phone); !script.IsDone && steps < MostSteps; steps++)
            {
                var action = script.Next();
                if (action is TapAction tap)
                {
                    taps++;
                    var shot = await CaptureStillAsync(phone, cancellationToken).ConfigureAwait(false);
                    var point = await pointer(script.Describe(tap), shot, cancellationToken).ConfigureAwait(false);
                    if (point is { } at && phone.FindPlaced(at) is { } hit && hit == phone.FindPlaced(tap.Point))
                    {
                        inside++;
                        action = new TapAction(at);
                    }
                }

                await phone.PerformAsync(action, cancellationToken).ConfigureAwait(false);
            }

            yield return new SimulatedBenchRow(task.Id, inside == taps && task.IsSolved(phone), steps, steps, taps, inside);
        }
    }

    private static async Task<int> CountShortestAsync(PhoneTask task, SimulatedPhoneOptions? options, CancellationToken cancellationToken)
    {
        var phone = task.CreatePhone(options);
        await using var _ = phone.ConfigureAwait(false);
        var steps = 0;
        for (var script = new PhoneScript(task, phone); !script.IsDone && steps < MostSteps; steps++)
            await phone.PerformAsync(script.Next(), cancellationToken).ConfigureAwait(false);
        return steps;
    }

    // the phone's animations advance with every picture, so no time is needed
    private static Task<ScreenShot> CaptureStillAsync(SimulatedPhone phone, CancellationToken cancellationToken) =>
        phone.CaptureStillAsync(TimeSpan.Zero, cancellationToken: cancellationToken);
}
