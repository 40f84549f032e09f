using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Qwen.Samples;

/// <summary>A service that works with functions and knows nothing of the model behind them. Looks once, then ends the host.</summary>
public sealed partial class ShelfService(
    [FromKeyedServices("count")] AIFunction count,
    [FromKeyedServices("read_text")] AIFunction read,
    IHostApplicationLifetime lifetime,
    ILogger<ShelfService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pictures = Path.Combine(AppContext.BaseDirectory, "pictures");
        var shelf = await File.ReadAllBytesAsync(Path.Combine(pictures, "shelf.png"), stoppingToken);
        var circles = await count.InvokeAsync(new() { ["picture"] = shelf, ["what"] = "circles" }, stoppingToken);
        LogResult(logger, count.Name, circles);

        var sign = await File.ReadAllBytesAsync(Path.Combine(pictures, "sign.png"), stoppingToken);
        var text = await read.InvokeAsync(new() { ["picture"] = sign }, stoppingToken);
        LogResult(logger, read.Name, text);
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "{Function} returned {Result}")]
    private static partial void LogResult(ILogger logger, string function, object? result);
}
