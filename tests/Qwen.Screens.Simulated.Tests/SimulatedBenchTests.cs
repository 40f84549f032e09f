using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Phone.State;
using Qwen.Screens.Simulated.Tasks;

namespace Qwen.Screens.Simulated.Tests;

public class SimulatedBenchTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_perfect_actor_solves_everything()
    {
        var rows = await SimulatedBench.RunAsync(async (task, screen, token) =>
        {
            // the actor knows a phone like this one and copies what it does there
            await using var copy = task.CreatePhone();
            for (var script = new PhoneScript(task, copy); !script.IsDone;)
            {
                var action = script.Next();
                await copy.PerformAsync(action, token);
                await screen.PerformAsync(action, token);
            }
        }, cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(40, rows.Count);
        Assert.All(rows, row => Assert.True(row.IsSolved && row.Steps == row.ShortestSteps && row.TapsInside == row.Taps, row.ToString()));
    }

    [Fact]
    public async Task An_actor_that_does_nothing_solves_nothing()
    {
        var rows = await SimulatedBench.RunAsync((_, _, _) => Task.CompletedTask, cancellationToken: Token).ToListAsync(Token);
        Assert.All(rows, row => Assert.Equal((false, 0, 0, 0), (row.IsSolved, row.Steps, row.Taps, row.TapsInside)));
    }

    [Fact]
    public async Task A_pointer_that_sees_nothing_hits_nothing_and_the_run_goes_on()
    {
        var rows = await SimulatedBench.RunTapsAsync((_, _, _) => Task.FromResult<ScreenPoint?>(null), cancellationToken: Token)
            .ToListAsync(Token);
        Assert.Equal(40, rows.Count);
        Assert.All(rows, row => Assert.True(row is { IsSolved: false, Taps: > 0, TapsInside: 0 }, row.ToString()));
    }

    [Fact]
    public async Task A_pointer_is_told_the_controls_name_and_its_hits_count()
    {
        var asked = new List<string>();
        var task = PhoneTask.All.First(task => task.Id == "notes-create");
        await using var phone = task.CreatePhone();
        var script = new PhoneScript(task, phone);
        var rows = await SimulatedBench.RunTapsAsync(async (instruction, _, token) =>
        {
            asked.Add(instruction);
            for (;;)
            {
                var action = script.Next();
                await phone.PerformAsync(action, token);
                if (action is TapAction tap)
                    return new ScreenPoint(tap.Point.X + 2, tap.Point.Y - 2);
            }
        }, [task], cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(["Tap Notes.", "Tap the add icon.", "Tap Title.", "Tap Note.", "Tap the check icon."], asked);
        Assert.True(rows is [{ IsSolved: true, Taps: 5, TapsInside: 5 }], rows[0].ToString());
    }
}
