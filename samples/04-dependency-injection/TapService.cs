using Microsoft.Extensions.AI;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Qwen.Samples;

/// <summary>A service that knows an <see cref="IChatClient"/> and nothing of the model behind it. Asks once, then ends the host.</summary>
public sealed partial class TapService(
    IChatClient client, HealthCheckService health, IHostApplicationLifetime lifetime, ILogger<TapService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var screen = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "pictures", "phone.png"), stoppingToken);
        var question = new ChatMessage(ChatRole.User, [new DataContent(screen, "image/png"), new TextContent("Tap Display.")]);
        var answer = await client.GetResponseAsync(question, cancellationToken: stoppingToken);
        LogAnswer(logger, answer.Text);

        var report = await health.CheckHealthAsync(stoppingToken);
        foreach (var (name, entry) in report.Entries)
            LogHealth(logger, name, entry.Status, entry.Description);
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "The model would do this: {Answer}")]
    private static partial void LogAnswer(ILogger logger, string answer);

    [LoggerMessage(LogLevel.Information, "Health of '{Name}': {Status}: {Description}")]
    private static partial void LogHealth(ILogger logger, string name, HealthStatus status, string? description);
}
