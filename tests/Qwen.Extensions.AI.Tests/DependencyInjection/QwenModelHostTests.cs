using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Qwen.Extensions.AI.DependencyInjection;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.DependencyInjection;

/// <summary>Waiting, giving up and failing; what happens with a model that loads is tested with one.</summary>
public class QwenModelHostTests
{
    [Fact]
    public async Task A_load_that_failed_is_tried_again_and_remembered_for_the_health_check()
    {
        var attempts = 0;
        await using var host = new QwenModelHost("m", _ => Task.FromException<QwenModel>(new QwenException($"attempt {++attempts}")));
        Assert.Null(host.LoadError);
        await Assert.ThrowsAsync<QwenException>(() => host.GetAsync(default));
        var error = await Assert.ThrowsAsync<QwenException>(() => host.GetAsync(default));
        Assert.Equal("attempt 2", error.Message);
        Assert.Equal("attempt 2", host.LoadError!.Message);
        Assert.Null(host.Loaded);

        var health = await CheckAsync(host);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("attempt 2", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_that_wait_share_one_load_and_one_may_give_up_alone()
    {
        var loads = 0;
        var stopped = new TaskCompletionSource();
        await using var host = new QwenModelHost("m", token =>
        {
            loads++;
            return WaitAsync(token, stopped);
        });
        using var impatient = new CancellationTokenSource();
        using var patient = new CancellationTokenSource();
        var first = host.GetAsync(impatient.Token);
        var second = host.GetAsync(patient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(1, loads);
        Assert.False(stopped.Task.IsCompleted);
        Assert.False(second.IsCompleted);

        await patient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10)); // nobody waits any more
        Assert.Null(host.LoadError);
    }

    [Fact]
    public async Task A_load_begins_only_after_an_abandoned_one_has_ended()
    {
        var ended = new TaskCompletionSource();
        var loads = 0;
        await using var host = new QwenModelHost("m", async token =>
        {
            if (++loads == 1)
                await ended.Task; // does not react to its token at once
            throw new QwenException($"load {loads}");
        });
        using var stop = new CancellationTokenSource();
        var first = host.GetAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var second = host.GetAsync(default);
        Assert.Equal(1, loads);
        ended.SetResult();
        Assert.Equal("load 2", (await Assert.ThrowsAsync<QwenException>(() => second)).Message);
    }

    [Fact]
    public async Task Disposing_stops_a_load_and_refuses_new_requests()
    {
        var stopped = new TaskCompletionSource();
        var host = new QwenModelHost("m", token => WaitAsync(token, stopped));
        var waiting = host.GetAsync(default);
        await host.DisposeAsync();
        host.Dispose();
        Assert.True(stopped.Task.IsCompleted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => host.GetAsync(default));
    }

    [Fact]
    public async Task Before_the_first_request_the_health_check_is_content_and_loads_nothing()
    {
        await using var host = new QwenModelHost("m", _ => throw new InvalidOperationException("must not load"));
        var health = await CheckAsync(host);
        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Contains("not loaded yet", health.Description, StringComparison.Ordinal);
        Assert.Equal(false, health.Data["loaded"]);
    }

    internal static async Task<HealthReportEntry> CheckAsync(QwenModelHost host)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(host);
        services.AddHealthChecks().AddQwen();
        await using var provider = services.BuildServiceProvider();
        return (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["qwen"];
    }

    private static async Task<QwenModel> WaitAsync(CancellationToken token, TaskCompletionSource stopped)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, token);
        }
        finally
        {
            stopped.SetResult();
        }

        throw new InvalidOperationException("unreachable: the delay ends by cancellation only");
    }
}
