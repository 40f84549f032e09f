using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.ChatCompletion;
using Qwen.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>Adds a local Qwen2.5-VL to a kernel.</summary>
public static class QwenKernelBuilderExtensions
{
    /// <summary>Adds an <see cref="IChatClient"/> that runs kernel functions and logs.</summary>
    /// <param name="builder">Where to add it.</param>
    /// <param name="checkpointFolder">The folder of the checkpoint in Hugging Face form.</param>
    /// <param name="serviceId">Key of the service; null for none.</param>
    /// <param name="configure">Sets device, precision and the like.</param>
    /// <returns>The same builder.</returns>
    public static IKernelBuilder AddQwenChatClient(
        this IKernelBuilder builder, string checkpointFolder, string? serviceId = null, Action<QwenServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddQwenChatClient(checkpointFolder, serviceId, configure);
        return builder;
    }

    /// <summary>Adds an <see cref="IChatCompletionService"/> and, under the same key, the <see cref="IChatClient"/> it uses.</summary>
    /// <inheritdoc cref="AddQwenChatClient"/>
    public static IKernelBuilder AddQwenChatCompletion(
        this IKernelBuilder builder, string checkpointFolder, string? serviceId = null, Action<QwenServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddQwenChatCompletion(checkpointFolder, serviceId, configure);
        return builder;
    }
}
