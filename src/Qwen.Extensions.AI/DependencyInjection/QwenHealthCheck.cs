using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Qwen.Extensions.AI.DependencyInjection;

/// <summary>Says whether the model is loaded, which device runs it, and why that one. Loads nothing itself.</summary>
internal sealed class QwenHealthCheck(QwenModelHost host) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var data = new Dictionary<string, object> { ["model"] = host.ModelId, ["loaded"] = false };
        if (host.Loaded is { } model)
        {
            data["loaded"] = true;
            data["device"] = model.Device;
            data["reason"] = model.DeviceReason;
            return Task.FromResult(HealthCheckResult.Healthy($"{model.ModelId} runs on {model.Device}: {model.DeviceReason}", data));
        }

        return Task.FromResult(host.LoadError is { } error
            ? new HealthCheckResult(context.Registration.FailureStatus, $"{host.ModelId} could not be loaded: {error.Message}", error, data)
            : HealthCheckResult.Healthy($"{host.ModelId} is not loaded yet; the first request loads it.", data));
    }
}
