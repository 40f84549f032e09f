using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Qwen.Extensions.AI.DependencyInjection;

/// <summary>Says whether the model is loaded, which device runs it, and why that one. Loads nothing itself.</summary>
/// <param name="host">The model.</param>
/// <param name="warmsUp">Whether it is loaded without being asked for.</param>
internal sealed class QwenHealthCheck(QwenModelHost host, bool warmsUp = false) : IHealthCheck
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

        if (host.LoadError is { } error)
        {
            return Task.FromResult(new HealthCheckResult(
                context.Registration.FailureStatus, $"{host.ModelId} could not be loaded: {error.Message}", error, data));
        }

        // without warm-up nothing but a request begins to load it: who waits for the model before sending one would wait for ever
        return Task.FromResult(warmsUp || host.IsLoading
            ? new HealthCheckResult(context.Registration.FailureStatus, $"{host.ModelId} is being loaded.", null, data)
            : HealthCheckResult.Healthy($"{host.ModelId} is not loaded yet; the first request loads it.", data));
    }
}
