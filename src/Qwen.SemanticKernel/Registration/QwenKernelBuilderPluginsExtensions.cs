using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen.Perception;
using Qwen.Screens;
using Qwen.SemanticKernel;
using Qwen.Videos;

namespace Microsoft.SemanticKernel;

/// <summary>Adds the tasks to a kernel as plugins.</summary>
public static class QwenKernelBuilderPluginsExtensions
{
    /// <summary>Adds <see cref="GroundingTasks"/> to a kernel.</summary>
    /// <param name="plugins">Where to add it.</param>
    /// <param name="client">The client to ask; null for the kernel's own <see cref="IChatClient"/>.</param>
    /// <param name="options">Sizes and limits; null for the defaults and, where the client is local, its model's limits.</param>
    /// <param name="serviceId">Key of the kernel's client.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilderPlugins AddQwenGrounding(
        this IKernelBuilderPlugins plugins, IChatClient? client = null, QwenPictureOptions? options = null, string? serviceId = null) =>
        Add(plugins, client, serviceId, asked => new GroundingTasks(asked, options).AsKernelPlugin());

    /// <summary>Adds <see cref="ReadingTasks"/> to a kernel.</summary>
    /// <inheritdoc cref="AddQwenGrounding"/>
    public static IKernelBuilderPlugins AddQwenReading(
        this IKernelBuilderPlugins plugins, IChatClient? client = null, QwenPictureOptions? options = null, string? serviceId = null) =>
        Add(plugins, client, serviceId, asked => new ReadingTasks(asked, options).AsKernelPlugin());

    /// <summary>Adds <see cref="RecognitionTasks"/> to a kernel.</summary>
    /// <inheritdoc cref="AddQwenGrounding"/>
    public static IKernelBuilderPlugins AddQwenRecognition(
        this IKernelBuilderPlugins plugins, IChatClient? client = null, QwenPictureOptions? options = null, string? serviceId = null) =>
        Add(plugins, client, serviceId, asked => new RecognitionTasks(asked, options).AsKernelPlugin());

    /// <summary>Adds <see cref="DocumentsTasks"/> to a kernel.</summary>
    /// <inheritdoc cref="AddQwenGrounding"/>
    public static IKernelBuilderPlugins AddQwenDocuments(
        this IKernelBuilderPlugins plugins, IChatClient? client = null, QwenDocumentOptions? options = null, string? serviceId = null) =>
        Add(plugins, client, serviceId, asked => new DocumentsTasks(asked, options).AsKernelPlugin());

    /// <summary>Adds <see cref="VideosTasks"/> to a kernel.</summary>
    /// <inheritdoc cref="AddQwenGrounding"/>
    public static IKernelBuilderPlugins AddQwenVideos(
        this IKernelBuilderPlugins plugins, IChatClient? client = null, QwenVideoOptions? options = null, string? serviceId = null) =>
        Add(plugins, client, serviceId, asked => new VideosTasks(asked, options).AsKernelPlugin());

    /// <summary>Adds <see cref="ScreensTasks"/> to a kernel.</summary>
    /// <param name="plugins">Where to add it.</param>
    /// <param name="screen">The screen behind its guard; it stays the caller's.</param>
    /// <param name="client">The client to ask; null for the kernel's own <see cref="IChatClient"/>.</param>
    /// <param name="options">How the model is asked; null for the defaults.</param>
    /// <param name="serviceId">Key of the kernel's client.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilderPlugins AddQwenScreens(
        this IKernelBuilderPlugins plugins, GuardedScreen screen, IChatClient? client = null, ScreenAgentOptions? options = null,
        string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(screen);
        return Add(plugins, client, serviceId, asked => new ScreensTasks(asked, screen, options).AsKernelPlugin());
    }

    private static IKernelBuilderPlugins Add(
        IKernelBuilderPlugins plugins, IChatClient? client, string? serviceId, Func<IChatClient, KernelPlugin> create)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddSingleton(provider => create(client ?? provider.GetRequiredKeyedService<IChatClient>(serviceId)));
        return plugins;
    }
}
