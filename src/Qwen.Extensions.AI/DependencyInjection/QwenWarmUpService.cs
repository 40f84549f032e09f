using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Qwen.Extensions.AI.DependencyInjection;

/// <summary>Loads the model in the background when the host starts, where the options ask for it.</summary>
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

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The model {Model} could not be loaded in advance.")]
    private partial void LogFailure(Exception exception, string model);
}
