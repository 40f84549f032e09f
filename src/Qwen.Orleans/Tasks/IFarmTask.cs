using Qwen.VisionLanguage;

namespace Qwen.Orleans;

/// <summary>Does one kind of task with one item. A silo has one of each, which has to be safe for concurrent use.</summary>
public interface IFarmTask
{
    /// <summary>Does it. Called again with the same item it should give the same.</summary>
    /// <param name="work">The item, its file, and the model.</param>
    /// <param name="cancellationToken">Ends it within one step of the model.</param>
    /// <exception cref="QwenException">The item itself is wrong: it is set aside without a further try.</exception>
    /// <exception cref="Exception">Anything else is tried again.</exception>
    Task<FarmTaskResult> RunAsync(FarmWork work, CancellationToken cancellationToken);
}
