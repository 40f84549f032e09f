using Microsoft.Extensions.Diagnostics.HealthChecks;
using Qwen.Extensions.AI.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check of a registered model.</summary>
public static class QwenHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that says which device runs the model and why. Healthy before the first request; the failure status after a
    /// load that failed.
    /// </summary>
    /// <param name="builder">Where to add it.</param>
    /// <param name="serviceKey">The key the model was registered under; null for none.</param>
    /// <param name="name">Name of the check.</param>
    /// <param name="failureStatus">Status after a failed load; null for <see cref="HealthStatus.Unhealthy"/>.</param>
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
            name, provider => new QwenHealthCheck(provider.GetRequiredKeyedService<QwenModelHost>(serviceKey)), failureStatus, tags));
    }
}
