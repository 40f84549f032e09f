using Qwen.Orleans;
using Qwen.VisionLanguage;

namespace Qwen.Server.Tests.Jobs;

/// <summary>Refuses every item.</summary>
internal sealed class FailingTask : IFarmTask
{
    public Task<FarmTaskResult> RunAsync(FarmWork work, CancellationToken cancellationToken) =>
        throw new QwenException("Nothing can be made of it.");
}
