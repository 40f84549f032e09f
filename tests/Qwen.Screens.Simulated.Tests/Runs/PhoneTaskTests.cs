using Qwen.Extensions.AI;
using Qwen.Screens;
using Qwen.Screens.Agent;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Tasks;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Simulated.Tests.Runs;

/// <summary>The simulated phone's tasks through agent and guard, from prompt to pixel.</summary>
public class PhoneTaskTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_model_that_knows_the_way_does_every_task_through_the_agent()
    {
        var (solved, asked) = (0, 0);
        output.WriteLine($"{"task",-24} solved steps approvals");
        foreach (var task in PhoneTask.All)
        {
            await using var phone = task.CreatePhone();
            var approvals = new List<ScreenRisk>();
            await using var screen = new GuardedScreen(phone, new ScreenGuardOptions
            {
                Policy = PhonePolicies.Tasks,
                Approve = (request, _) =>
                {
                    approvals.Add(request.Risk);
                    return ValueTask.FromResult(true);
                },
            });
            using var client = new PerfectClient(new PhoneScript(task, phone), phone);
            var steps = await new ScreenAgent(client, screen, new ScreenAgentOptions { StillInterval = TimeSpan.Zero, MaxSteps = 60 })
                .RunAsync(task.Instruction, TestContext.Current.CancellationToken)
                .ToListAsync(TestContext.Current.CancellationToken);

            var right = task.IsSolved(phone) && steps[^1].Stop == ScreenStop.Succeeded;
            output.WriteLine(
                $"{task.Id,-24} {(right ? "yes" : "NO"),-6} {steps.Count - 1,5} {string.Join(' ', approvals)} "
                + $"{(right ? "" : steps[^1].StopReason)}");
            solved += right ? 1 : 0;
            asked += approvals.Count;
        }

        output.WriteLine($"{solved} of {PhoneTask.All.Count} tasks solved, {asked} actions approved");
        Assert.True(PhoneTask.All.Count >= 40);
        Assert.Equal(PhoneTask.All.Count, solved);
    }

    [Fact]
    public async Task The_demo_model_hits_named_controls_of_the_simulated_phone()
    {
        await using var model = await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", Threads = 2 },
            cancellationToken: TestContext.Current.CancellationToken);
        using var client = new QwenChatClient(model);
        var pointer = new ScreenPointer(client, new ScreenAgentOptions { Form = PromptForm.Short });
        var (solved, taps, inside) = (0, 0, 0);
        var rows = SimulatedBench.RunTapsAsync(
            async (instruction, shot, cancellationToken) =>
                (await pointer.FindAsync(shot, ScreenKind.Phone, instruction, cancellationToken)).Point,
            options: SimulatedPhoneOptions.Small,
            cancellationToken: TestContext.Current.CancellationToken);
        await foreach (var row in rows)
        {
            output.WriteLine($"{row.Task,-24} {(row.IsSolved ? "yes" : "no"),-4} {row.TapsInside} of {row.Taps} taps inside");
            (solved, taps, inside) = (solved + (row.IsSolved ? 1 : 0), taps + row.Taps, inside + row.TapsInside);
        }

        output.WriteLine($"{solved} of {PhoneTask.All.Count} tasks solved, {inside} of {taps} taps inside");
        Assert.True(inside > taps / 5, $"{inside} of {taps} taps inside");
    }
}
