using Qwen.SemanticKernel.Plugins;

namespace Microsoft.SemanticKernel;

/// <summary>Makes <see cref="VideoIndexPlugin"/> available to models as functions whose mistakes come back as text.</summary>
public static class QwenVideoIndexKernelExtensions
{
    /// <summary>Name of the plugin of <see cref="VideoIndexPlugin"/>.</summary>
    public const string VideoIndexName = "VideoIndex";

    /// <summary>The plugin's functions, for a kernel or, one by one, as tools of a chat client.</summary>
    public static KernelPlugin AsKernelPlugin(this VideoIndexPlugin plugin) => QwenPictureKernelExtensions.Create(plugin, VideoIndexName);
}
