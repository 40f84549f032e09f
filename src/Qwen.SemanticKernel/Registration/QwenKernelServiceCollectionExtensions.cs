using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using Qwen.Extensions.AI;
using Qwen.SemanticKernel.Chat;
using Qwen.SemanticKernel.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a local Qwen2.5-VL for Semantic Kernel.</summary>
/// <remarks>
/// The model is loaded once per key, by the first request or by <see cref="QwenServiceOptions.WarmUp"/>, and disposed with the
/// container.
/// </remarks>
public static class QwenKernelServiceCollectionExtensions
{
    /// <summary>Registers an <see cref="IChatClient"/> that runs kernel functions and logs.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="checkpointFolder">The folder of the checkpoint in Hugging Face form.</param>
    /// <param name="serviceId">Key of the service; null for none.</param>
    /// <param name="configure">Sets device, precision and the like.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddQwenChatClient(
        this IServiceCollection services, string checkpointFolder, string? serviceId = null, Action<QwenServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(checkpointFolder);
        QwenKernelRegistration.AddClient(services, checkpointFolder, serviceId, configure);
        return services;
    }

    /// <summary>Registers an <see cref="IChatCompletionService"/> and, under the same key, the <see cref="IChatClient"/> it uses.</summary>
    /// <remarks>
    /// Messages carry <c>Usage</c> and <c>FinishReason</c> as metadata: an answer that was cut off says <c>length</c>.
    /// </remarks>
    /// <inheritdoc cref="AddQwenChatClient"/>
    public static IServiceCollection AddQwenChatCompletion(
        this IServiceCollection services, string checkpointFolder, string? serviceId = null, Action<QwenServiceOptions>? configure = null)
    {
        services.AddQwenChatClient(checkpointFolder, serviceId, configure);
        services.AddKeyedSingleton(
            serviceId,
            IChatCompletionService (provider, _) => new QwenChatCompletion(
                provider.GetRequiredKeyedService<QwenKernelChatClient>(serviceId).AsChatCompletionService(provider)));
        return services;
    }
}
