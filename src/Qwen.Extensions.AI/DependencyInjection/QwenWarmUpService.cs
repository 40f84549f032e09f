using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Qwen.Extensions.AI.DependencyInjection;

/// <summary>
/// Loads the model in the background when the host starts, where the options ask for it, and lets running requests end when the host stops.
/// </summary>
internal sealed partial class QwenWarmUpService(QwenModelHost host, QwenServiceOptions options, ILoggerFactory? loggerFactory)
    : BackgroundService
{
    private readonly ILogger logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<QwenWarmUpService>();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.WarmUp)
            return;
        try
        {
            await host.GetAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // the host stays up: the health check reports it, and the next request tries again and tells its caller
            LogFailure(exception, host.ModelId);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Waits as long as the host lets its services stop; what runs then is cancelled when the model is disposed.</remarks>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await host.DrainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LogCut(host.ModelId);
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Requests to {Model} were still running when the host had to stop.")]
    private partial void LogCut(string model);

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The model {Model} could not be loaded in advance.")]
    private partial void LogFailure(Exception exception, string model);
}
