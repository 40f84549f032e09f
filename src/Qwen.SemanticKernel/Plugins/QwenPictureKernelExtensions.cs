using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen.Extensions.AI.DependencyInjection;
using Qwen.SemanticKernel.Plugins;
using Qwen.SemanticKernel.Plugins.Functions;
using Qwen.SemanticKernel.Plugins.Pictures;

namespace Microsoft.SemanticKernel;

/// <summary>
/// Makes the picture plugins available to models as functions whose mistakes come back as text: for kernels, and as
/// <see cref="AIFunction"/>, which every <see cref="KernelFunction"/> is.
/// </summary>
public static class QwenPictureKernelExtensions
{
    /// <summary>Name of the plugin of <see cref="GroundingPlugin"/>.</summary>
    public const string GroundingName = "Grounding";

    /// <summary>Name of the plugin of <see cref="ReadingPlugin"/>.</summary>
    public const string ReadingName = "Reading";

    /// <summary>Name of the plugin of <see cref="RecognitionPlugin"/>.</summary>
    public const string RecognitionName = "Recognition";

    /// <summary>Adds <see cref="GroundingPlugin"/> to a kernel.</summary>
    /// <param name="plugins">Where to add it.</param>
    /// <param name="client">The client to ask; null for the kernel's own <see cref="IChatClient"/>.</param>
    /// <param name="options">Sizes and limits; null for the defaults and, where the client is local, its model's limits.</param>
    /// <param name="serviceId">Key of the kernel's client.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilderPlugins RegisterQwenGrounding(
        this IKernelBuilderPlugins plugins, IChatClient? client = null, QwenPictureOptions? options = null, string? serviceId = null) =>
        Register(plugins, GroundingName, client, options, serviceId, asker => new GroundingPlugin(asker));

    /// <summary>Adds <see cref="ReadingPlugin"/> to a kernel.</summary>
    /// <inheritdoc cref="RegisterQwenGrounding"/>
    public static IKernelBuilderPlugins RegisterQwenReading(
        this IKernelBuilderPlugins plugins, IChatClient? client = null, QwenPictureOptions? options = null, string? serviceId = null) =>
        Register(plugins, ReadingName, client, options, serviceId, asker => new ReadingPlugin(asker));

    /// <summary>Adds <see cref="RecognitionPlugin"/> to a kernel.</summary>
    /// <inheritdoc cref="RegisterQwenGrounding"/>
    public static IKernelBuilderPlugins RegisterQwenRecognition(
        this IKernelBuilderPlugins plugins, IChatClient? client = null, QwenPictureOptions? options = null, string? serviceId = null) =>
        Register(plugins, RecognitionName, client, options, serviceId, asker => new RecognitionPlugin(asker));

    /// <summary>The plugin's functions, for a kernel or, one by one, as tools of a chat client.</summary>
    public static KernelPlugin AsKernelPlugin(this GroundingPlugin plugin) => Create(plugin, GroundingName);

    /// <inheritdoc cref="AsKernelPlugin(GroundingPlugin)"/>
    public static KernelPlugin AsKernelPlugin(this ReadingPlugin plugin) => Create(plugin, ReadingName);

    /// <inheritdoc cref="AsKernelPlugin(GroundingPlugin)"/>
    public static KernelPlugin AsKernelPlugin(this RecognitionPlugin plugin) => Create(plugin, RecognitionName);

    internal static IKernelBuilderPlugins Register(
        IKernelBuilderPlugins plugins, string name, IChatClient? client, QwenPictureOptions? options, string? serviceId,
        Func<PictureAsker, object> create)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddSingleton(provider =>
        {
            // the kernel's own model may be loaded by the first request: its limits are then waited for
            var host = client is null ? provider.GetKeyedService<QwenModelHost>(serviceId) : null;
            var asked = client ?? provider.GetRequiredKeyedService<IChatClient>(serviceId);
            return Create(create(new PictureAsker(asked, options ?? new QwenPictureOptions(), host)), name);
        });
        return plugins;
    }

    internal static KernelPlugin Create(object plugin, string name)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var functions = KernelPluginFactory.CreateFromObject(plugin, name);
        return KernelPluginFactory.CreateFromFunctions(name, functions.Select(MistakeReporting.Wrap));
    }
}
