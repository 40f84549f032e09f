using Microsoft.Extensions.AI;
using Qwen.SemanticKernel.Plugins;

namespace Microsoft.SemanticKernel;

/// <summary>Makes <see cref="DocumentsPlugin"/> available to models as functions whose mistakes come back as text.</summary>
public static class QwenDocumentKernelExtensions
{
    /// <summary>Name of the plugin of <see cref="DocumentsPlugin"/>.</summary>
    public const string DocumentsName = "Documents";

    /// <summary>Adds <see cref="DocumentsPlugin"/> to a kernel.</summary>
    /// <param name="plugins">Where to add it.</param>
    /// <param name="client">The client to ask; null for the kernel's own <see cref="IChatClient"/>.</param>
    /// <param name="options">Sizes and limits; null for the defaults and, where the client is local, its model's limits.</param>
    /// <param name="serviceId">Key of the kernel's client.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilderPlugins RegisterQwenDocuments(
        this IKernelBuilderPlugins plugins, IChatClient? client = null, QwenDocumentOptions? options = null, string? serviceId = null)
    {
        options ??= new QwenDocumentOptions();
        return QwenPictureKernelExtensions.Register(
            plugins, DocumentsName, client, options.Pictures, serviceId, asker => new DocumentsPlugin(asker, options));
    }

    /// <summary>The plugin's functions, for a kernel or, one by one, as tools of a chat client.</summary>
    public static KernelPlugin AsKernelPlugin(this DocumentsPlugin plugin) => QwenPictureKernelExtensions.Create(plugin, DocumentsName);
}
