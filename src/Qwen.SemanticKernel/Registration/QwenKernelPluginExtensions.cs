using Qwen.Perception;
using Qwen.Screens;
using Qwen.SemanticKernel;
using Qwen.SemanticKernel.Plugins;
using Qwen.Videos;
using Qwen.Videos.Index;

namespace Microsoft.SemanticKernel;

/// <summary>Views of the tasks as plugins, whose mistakes come back to the calling model as text.</summary>
public static class QwenKernelPluginExtensions
{
    /// <summary>
    /// The functions as a plugin of a kernel. For an agent or a chat client without one, take <see cref="GroundingTasks.AsTools"/>.
    /// </summary>
    public static KernelPlugin AsKernelPlugin(this GroundingTasks tasks) => Create(tasks, it => it.AsTools(), QwenPluginNames.Grounding);

    /// <inheritdoc cref="AsKernelPlugin(GroundingTasks)"/>
    public static KernelPlugin AsKernelPlugin(this RecognitionTasks tasks) =>
        Create(tasks, it => it.AsTools(), QwenPluginNames.Recognition);

    /// <inheritdoc cref="AsKernelPlugin(GroundingTasks)"/>
    public static KernelPlugin AsKernelPlugin(this ReadingTasks tasks) => Create(tasks, it => it.AsTools(), QwenPluginNames.Reading);

    /// <inheritdoc cref="AsKernelPlugin(GroundingTasks)"/>
    public static KernelPlugin AsKernelPlugin(this DocumentsTasks tasks) => Create(tasks, it => it.AsTools(), QwenPluginNames.Documents);

    /// <inheritdoc cref="AsKernelPlugin(GroundingTasks)"/>
    public static KernelPlugin AsKernelPlugin(this VideosTasks tasks) => Create(tasks, it => it.AsTools(), QwenPluginNames.Videos);

    /// <inheritdoc cref="AsKernelPlugin(GroundingTasks)"/>
    public static KernelPlugin AsKernelPlugin(this VideoIndexTasks tasks) => Create(tasks, it => it.AsTools(), QwenPluginNames.VideoIndex);

    /// <inheritdoc cref="AsKernelPlugin(GroundingTasks)"/>
    public static KernelPlugin AsKernelPlugin(this ScreensTasks tasks) => Create(tasks, it => it.AsTools(), QwenPluginNames.Screens);

    private static KernelPlugin Create<T>(T tasks, Func<T, IReadOnlyList<Extensions.AI.AIFunction>> view, string name)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return KernelTasks.CreatePlugin(view(tasks), name);
    }
}
