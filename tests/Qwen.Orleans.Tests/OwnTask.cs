namespace Qwen.Orleans.Tests;

/// <summary>A task that a test writes as a lambda; without one it says what it was given.</summary>
internal sealed class OwnTask(Func<FarmWork, CancellationToken, Task<string>>? act = null) : IFarmTask
{
    public async Task<FarmTaskResult> RunAsync(FarmWork work, CancellationToken cancellationToken) => new()
    {
        Value = act is null
            ? $$"""{"file":"{{Path.GetFileName(work.Item.File)}}","page":{{work.Item.Page ?? 0}}}"""
            : await act(work, cancellationToken),
    };
}
