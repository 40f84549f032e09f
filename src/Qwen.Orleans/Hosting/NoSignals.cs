using Microsoft.Extensions.Hosting;

namespace Qwen.Orleans.Hosting;

/// <summary>A host that leaves signals to its program.</summary>
internal sealed class NoSignals : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
