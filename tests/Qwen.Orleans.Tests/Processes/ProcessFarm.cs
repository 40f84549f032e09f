using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Qwen.Testing;

namespace Qwen.Orleans.Tests.Processes;

/// <summary>Silos as processes over a database, and a client of theirs in this process.</summary>
internal sealed class ProcessFarm : IAsyncDisposable
{
    private readonly string connection;
    private readonly TempFolder folder = new();
    private readonly TempFolder witness = new();
    private readonly List<SiloProcess> silos = [];
    private IHost? client;

    private ProcessFarm(string connection) => this.connection = connection;

    /// <summary>Folder of the items.</summary>
    public string Folder => folder.Path;

    public IReadOnlyList<SiloProcess> Silos => silos;

    public IQwenJobs Jobs => client!.Services.GetRequiredService<IQwenJobs>();

    public static async Task<ProcessFarm> StartAsync(PostgresServer server, int count, params string[] arguments)
    {
        var farm = new ProcessFarm(await server.CreateDatabaseAsync());
        var started = Enumerable.Range(0, count).Select(_ => farm.Begin(arguments)).ToList();
        foreach (var silo in started)
            await silo.ReadyAsync();
        await farm.ConnectAsync();
        return farm;
    }

    /// <summary>Starts a further silo; it may not be ready yet.</summary>
    public SiloProcess Begin(params string[] arguments)
    {
        var silo = SiloProcess.Begin(
            ["--connection", connection, "--cluster", "tests", "--folder", folder.Path, "--witness", witness.Path, .. arguments]);
        silos.Add(silo);
        return silo;
    }

    /// <summary>Connects to the cluster anew.</summary>
    public async Task ConnectAsync()
    {
        client?.Dispose();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new TestLog());
        builder.UseOrleansClient(orleans => orleans
            .UseQwenPostgres(connection, "tests")
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1))
            .Configure<ClientMessagingOptions>(options =>
            {
                // a call whose silo stands still is made again
                (options.LocalAddress, options.ResponseTimeout) = (IPAddress.Loopback, TimeSpan.FromSeconds(10));
            }));
        client = builder.Build();
        await client.StartAsync();
    }

    /// <summary>Writes items, each of which says what becomes of it.</summary>
    public void Write(string name, string what) => File.WriteAllText(Path.Combine(folder.Path, name), what);

    /// <summary>What silos noted of items, in no order: "begin NAME", "end NAME".</summary>
    public IReadOnlyList<string> Witnessed() => [.. Directory.GetFiles(witness.Path).SelectMany(ReadShared)];

    /// <summary>A call that is made again while silos come and go.</summary>
    public static async Task<T> InsistAsync<T>(Func<Task<T>> call)
    {
        var until = DateTime.UtcNow.AddMinutes(2);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception) when (DateTime.UtcNow < until)
            {
                await Task.Delay(500);
            }
        }
    }

    /// <summary>Waits until a job has ended.</summary>
    public async Task<JobProgress> EndAsync(string id, TimeSpan? patience = null)
    {
        var until = DateTime.UtcNow + (patience ?? TimeSpan.FromMinutes(3));
        while (true)
        {
            var progress = await InsistAsync(() => Jobs.GetProgressAsync(id));
            if (progress.HasEnded)
                return progress;
            Assert.True(
                DateTime.UtcNow < until, $"The job did not end: {progress}\n" + string.Join("\n\n", silos.Select(silo => silo.Said)));
            await Task.Delay(200);
        }
    }

    /// <summary>All results of a job.</summary>
    public Task<List<JobResult>> ReadAsync(string id, ResultOrder order = ResultOrder.AsListed) =>
        InsistAsync(async () => await Jobs.ReadResultsAsync(id, order, wait: false).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        foreach (var silo in silos)
            await silo.DisposeAsync();
        folder.Dispose();
        witness.Dispose();
    }

    private static string[] ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
