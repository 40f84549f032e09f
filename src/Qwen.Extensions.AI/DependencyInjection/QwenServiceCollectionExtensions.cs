using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.DependencyInjection;
using Qwen.Extensions.AI.Media;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a local Qwen2.5-VL as <see cref="IChatClient"/>.</summary>
/// <remarks>
/// The model is loaded once per key, by the first request or by <see cref="QwenServiceOptions.WarmUp"/>, and disposed with the container.
/// Options are checked when the host starts. A registered <see cref="IMediaFetcher"/> is used where the options name none.
/// </remarks>
public static class QwenServiceCollectionExtensions
{
    /// <summary>Registers the client as a singleton.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets at least <see cref="QwenServiceOptions.CheckpointFolder"/>.</param>
    /// <returns>A builder, to add logging, telemetry, caching and function invocation in the order wanted.</returns>
    public static ChatClientBuilder AddQwenChatClient(this IServiceCollection services, Action<QwenServiceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        QwenRegistration.AddModel(services, null, configure);
        return services.AddChatClient(provider => QwenRegistration.CreateClient(provider, null));
    }

    /// <summary>Registers the client as a singleton under a key; its options are those of the key's name.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="serviceKey">The key.</param>
    /// <param name="configure">Sets at least <see cref="QwenServiceOptions.CheckpointFolder"/>.</param>
    /// <returns>A builder, to add logging, telemetry, caching and function invocation in the order wanted.</returns>
    public static ChatClientBuilder AddKeyedQwenChatClient(
        this IServiceCollection services, object? serviceKey, Action<QwenServiceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        QwenRegistration.AddModel(services, serviceKey, configure);
        return services.AddKeyedChatClient(serviceKey, provider => QwenRegistration.CreateClient(provider, serviceKey));
    }
}
