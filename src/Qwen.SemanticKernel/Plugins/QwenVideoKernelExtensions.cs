using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen.SemanticKernel.Plugins;

namespace Microsoft.SemanticKernel;

/// <summary>Makes <see cref="VideosPlugin"/> available to models as functions whose mistakes come back as text.</summary>
public static class QwenVideoKernelExtensions
{
    /// <summary>Name of the plugin of <see cref="VideosPlugin"/>.</summary>
    public const string VideosName = "Videos";

    /// <summary>Adds <see cref="VideosPlugin"/> to a kernel.</summary>
    /// <param name="plugins">Where to add it.</param>
    /// <param name="client">The client to ask; null for the kernel's own <see cref="IChatClient"/>.</param>
    /// <param name="options">Sampling, sizes and limits; null for the defaults.</param>
    /// <param name="serviceId">Key of the kernel's client.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilderPlugins RegisterQwenVideos(
        this IKernelBuilderPlugins plugins, IChatClient? client = null, QwenVideoOptions? options = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddSingleton(provider =>
            new VideosPlugin(client ?? provider.GetRequiredKeyedService<IChatClient>(serviceId), options).AsKernelPlugin());
        return plugins;
    }

    /// <summary>The plugin's functions, for a kernel or, one by one, as tools of a chat client.</summary>
    public static KernelPlugin AsKernelPlugin(this VideosPlugin plugin) => QwenPictureKernelExtensions.Create(plugin, VideosName);
}
