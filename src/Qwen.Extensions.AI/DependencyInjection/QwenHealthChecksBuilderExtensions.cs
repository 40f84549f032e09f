using Microsoft.Extensions.Diagnostics.HealthChecks;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check of a registered model.</summary>
public static class QwenHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of readiness that says which device runs the model and why. The failure status while the model is being loaded, with
    /// <see cref="QwenServiceOptions.WarmUp"/> from the start on, and after a load that failed; otherwise healthy before the first request,
    /// which loads it.
    /// </summary>
    /// <param name="builder">Where to add it.</param>
    /// <param name="serviceKey">The key the model was registered under; null for none.</param>
    /// <param name="name">Name of the check.</param>
    /// <param name="failureStatus">Status while loading and after a failed load; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags of the check.</param>
    public static IHealthChecksBuilder AddQwen(
        this IHealthChecksBuilder builder,
        object? serviceKey = null,
        string name = "qwen",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new QwenHealthCheck(
                provider.GetRequiredKeyedService<QwenModelHost>(serviceKey), QwenRegistration.WarmsUp(provider, serviceKey)),
            failureStatus, tags));
    }
}
