using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.Videos.Index;

namespace Qwen.Agents.Tests;

/// <summary>All seven kinds of tasks over one client, with a phone that exists only here and an empty index.</summary>
internal sealed class AllTasks : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly VideoIndex index;
    private readonly GuardedScreen screen;

    public AllTasks(IChatClient client, bool requireApproval = false)
    {
        index = VideoIndex.Open(folder.File("films.qwenindex"), client);
        screen = new GuardedScreen(new SimulatedPhone(SimulatedPhoneOptions.Small), new ScreenGuardOptions
        {
            Policy = new ScreenPolicy { Apps = [new AllowedApp("app.launcher"), new AllowedApp("app.notes", "Notes")] },
        });
        Tools =
        [
            .. new GroundingTasks(client).AsTools(), .. new RecognitionTasks(client).AsTools(), .. new ReadingTasks(client).AsTools(),
            .. new DocumentsTasks(client).AsTools(), .. new VideosTasks(client).AsTools(), .. new VideoIndexTasks(index).AsTools(),
            .. new ScreensTasks(client, screen).AsTools(requireApproval),
        ];
    }

    public IReadOnlyList<AIFunction> Tools { get; }

    public async ValueTask DisposeAsync()
    {
        index.Dispose();
        await screen.DisposeAsync();
        folder.Dispose();
    }
}
