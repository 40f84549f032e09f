using Qwen.Screens;
using Qwen.Screens.Agent;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Tasks;

namespace Qwen.Screens.Simulated.Tests;

public class PhoneTaskTests
{
    public static TheoryData<string, bool> Tasks()
    {
        var data = new TheoryData<string, bool>();
        foreach (var task in PhoneTask.All)
        {
            data.Add(task.Id, false);
            data.Add(task.Id, true);
        }

        return data;
    }

    [Fact]
    public void There_are_forty_different_tasks() =>
        Assert.Equal(40, PhoneTask.All.Select(task => (task.Id, task.Instruction)).Distinct().Count());

    [Theory]
    [MemberData(nameof(Tasks))]
    public async Task The_script_solves_the_task_and_nothing_less_does(string id, bool isSmall)
    {
        var task = PhoneTask.All.Single(task => task.Id == id);
        await using var phone = task.CreatePhone(isSmall ? SimulatedPhoneOptions.Small : null);
        await phone.DoAsync(Do.Wait(60), Do.Home);
        Assert.False(task.IsSolved(phone), "It is solved before anything was done.");

        await phone.DoAsync([.. task.Steps.SkipLast(1)]);
        Assert.False(task.IsSolved(phone), "The last step is not needed.");

        await phone.DoAsync(task.Steps[^1]);
        Assert.True(task.IsSolved(phone));
    }

    [Fact]
    public async Task Equal_runs_give_equal_pictures()
    {
        foreach (var task in PhoneTask.All)
        {
            await using var first = task.CreatePhone();
            await using var second = task.CreatePhone();
            foreach (var step in task.Steps)
            {
                await first.DoAsync(step);
                await second.DoAsync(step);
                var (one, other) = (await first.CaptureAsync(), await second.CaptureAsync());
                Assert.True(one.Png.Span.SequenceEqual(other.Png.Span), task.Id);
            }
        }
    }
}
