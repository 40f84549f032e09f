using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Qwen.Orleans.Tests;

/// <summary>A silo in this process that keeps jobs in memory.</summary>
internal sealed class MemoryFarm : IAsyncDisposable
{
    private readonly IHost host;

    private MemoryFarm(IHost host) => this.host = host;

    public IQwenJobs Jobs => host.Services.GetRequiredService<IQwenJobs>();

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts it.</summary>
    /// <param name="configure">What the silo offers.</param>
    /// <param name="filter">Stands before every call between grains, those to the storage among them.</param>
    /// <param name="clock">What time it is for the farm's own grains; null for the system's.</param>
    public static async Task<MemoryFarm> StartAsync(
        Action<QwenFarmOptions> configure, OutgoingGrainCallFilterDelegate? filter = null, TimeProvider? clock = null)
    {
        var ports = FreePorts.Find(2);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new TestLog());
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.UseOrleans(silo => silo.UseQwenMemory(ports[0], ports[1]).AddQwenFarm(options =>
        {
            options.PollPeriod = TimeSpan.FromMilliseconds(100);
            options.SweepPeriod = TimeSpan.FromMilliseconds(200);
            configure(options);
        }).AddOutgoingGrainCallFilter(filter ?? (call => call.Invoke())));
        var host = builder.Build();
        await host.StartAsync();
        return new MemoryFarm(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
