using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.DependencyInjection;
using Qwen.Extensions.AI.Media;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a local Qwen2.5-VL as <see cref="IChatClient"/>.</summary>
/// <remarks>
/// The model is loaded once per key, by the first request or by <see cref="QwenServiceOptions.WarmUp"/>, and disposed with the container.
/// Beside the client, <see cref="QwenModelSource"/> and the <see cref="Qwen.VisionLanguage.QwenModel"/> itself are registered under the
/// key; who resolves the model waits until it is loaded. A host that stops lets running requests end for as long as it lets services stop.
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

    /// <summary>Registers the client as a singleton, by a section of the configuration.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="section">The section: names are those of <see cref="QwenServiceOptions"/>.</param>
    /// <param name="configure">Sets what a configuration cannot; null for nothing.</param>
    /// <returns>A builder, to add logging, telemetry, caching and function invocation in the order wanted.</returns>
    [RequiresUnreferencedCode("Sections are bound by reflection: compiled ahead of time, set the options in code.")]
    [RequiresDynamicCode("Sections are bound by reflection: compiled ahead of time, set the options in code.")]
    public static ChatClientBuilder AddQwenChatClient(
        this IServiceCollection services, IConfigurationSection section, Action<QwenServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddQwenChatClient(Bind(section, configure));
    }

    /// <summary>Registers the client as a singleton under a key, by a section of the configuration.</summary>
    /// <inheritdoc cref="AddQwenChatClient(IServiceCollection, IConfigurationSection, Action{QwenServiceOptions}?)"/>
    /// <param name="services">Where to register.</param>
    /// <param name="serviceKey">The key.</param>
    /// <param name="section">The section: names are those of <see cref="QwenServiceOptions"/>.</param>
    /// <param name="configure">Sets what a configuration cannot; null for nothing.</param>
    [RequiresUnreferencedCode("Sections are bound by reflection: compiled ahead of time, set the options in code.")]
    [RequiresDynamicCode("Sections are bound by reflection: compiled ahead of time, set the options in code.")]
    public static ChatClientBuilder AddKeyedQwenChatClient(
        this IServiceCollection services, object? serviceKey, IConfigurationSection section, Action<QwenServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddKeyedQwenChatClient(serviceKey, Bind(section, configure));
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

    [RequiresUnreferencedCode("Calls the binder.")]
    [RequiresDynamicCode("Calls the binder.")]
    private static Action<QwenServiceOptions> Bind(IConfigurationSection section, Action<QwenServiceOptions>? configure) => options =>
    {
        section.Bind(options);
        configure?.Invoke(options);
    };
}
