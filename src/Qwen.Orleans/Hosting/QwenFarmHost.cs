using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Qwen.Orleans.Hosting;
using Qwen.VisionLanguage;

namespace Qwen.Orleans;

/// <summary>A silo or a client of its own, for programs that are no hosts themselves.</summary>
/// <remarks>It reads no configuration and listens to no signals: its caller ends it. Safe for concurrent use.</remarks>
public sealed class QwenFarmHost : IAsyncDisposable
{
    private readonly IHost host;

    private QwenFarmHost(IHost host) => this.host = host;

    /// <summary>The jobs of the cluster.</summary>
    public IQwenJobs Jobs => host.Services.GetRequiredService<IQwenJobs>();

    /// <summary>Starts a silo, which works on jobs where it has a model.</summary>
    /// <param name="options">Where.</param>
    /// <param name="configure">What it offers, and what it may read.</param>
    /// <param name="cancellationToken">Ends the starting.</param>
    /// <exception cref="QwenException">The database cannot be reached, or a port is taken.</exception>
    public static Task<QwenFarmHost> JoinAsync(
        QwenFarmHostOptions options, Action<QwenFarmOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (port, gateway) = (FreePort(options.Port), FreePort(options.GatewayPort));
        var builder = Create(options);
        builder.UseOrleans(silo =>
        {
            if (options.Connection is { } connection)
                silo.UseQwenPostgres(connection, options.Cluster);
            else
                silo.UseQwenMemory(port, gateway);
            silo.AddQwenFarm(configure)
                .Configure<SiloOptions>(own => own.SiloName = options.Name ?? $"{Environment.MachineName}-{port}")
                .Configure<EndpointOptions>(ends =>
                {
                    (ends.AdvertisedIPAddress, ends.SiloPort, ends.GatewayPort) = (options.Address, port, gateway);
                    ends.SiloListeningEndpoint = new IPEndPoint(options.Address, port);
                    ends.GatewayListeningEndpoint = new IPEndPoint(options.Address, gateway);
                });
        });
        return StartAsync(builder.Build(), cancellationToken);
    }

    /// <summary>Connects to a cluster, to order jobs.</summary>
    /// <param name="options">The database and the cluster; ports and address are of no account.</param>
    /// <param name="cancellationToken">Ends the connecting.</param>
    /// <exception cref="QwenException">The database or the cluster cannot be reached.</exception>
    public static Task<QwenFarmHost> ConnectAsync(QwenFarmHostOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Connection is not { } connection)
            throw new QwenException("No database is named: only a silo can keep jobs without one.");
        var builder = Create(options);
        builder.UseOrleansClient(client => client.UseQwenPostgres(connection, options.Cluster));
        return StartAsync(builder.Build(), cancellationToken);
    }

    /// <summary>Leaves the cluster; what a silo works on is given back.</summary>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync().ConfigureAwait(false);
        host.Dispose();
    }

    private static HostApplicationBuilder Create(QwenFarmHostOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        if (options.LoggerFactory is { } log)
            builder.Services.AddSingleton(log);
        return builder;
    }

    private static async Task<QwenFarmHost> StartAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            return new QwenFarmHost(host);
        }
        catch (Exception error)
        {
            host.Dispose();
            throw error switch
            {
                QwenException or OperationCanceledException => error,
                { InnerException: QwenException known } => known,
                _ => new QwenException($"The cluster cannot be joined: {error.GetBaseException().Message}", error),
            };
        }
    }

    private static int FreePort(int wanted)
    {
        if (wanted != 0)
            return wanted;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
