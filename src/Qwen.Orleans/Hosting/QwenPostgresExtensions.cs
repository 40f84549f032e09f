using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using Qwen.Orleans.Grains;
using Qwen.Orleans.Postgres;

namespace Qwen.Orleans;

/// <summary>Joins silos and programs through a PostgreSQL database.</summary>
public static class QwenPostgresExtensions
{
    private const string Provider = "Npgsql";

    /// <summary>
    /// Keeps the table of members, reminders and jobs in a PostgreSQL database, whose tables are made where they are not there. Silos with
    /// the same database and cluster find each other.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="connection">How to reach the database.</param>
    /// <param name="cluster">Name of the cluster: several may share a database.</param>
    public static ISiloBuilder UseQwenPostgres(this ISiloBuilder silo, string connection, string cluster = "qwen")
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(cluster);
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(new SchemaStartup(connection));
        return silo
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster, cluster))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Provider, connection))
            .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Provider, connection))
            .AddAdoNetGrainStorage(FarmNames.Storage, options => options.Configure<IServiceProvider>((storage, services) =>
            {
                (storage.Invariant, storage.ConnectionString) = (Provider, connection);
                storage.GrainStorageSerializer = ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(services);
            }));
    }

    /// <summary>Finds the silos of a cluster for a program that orders jobs.</summary>
    /// <param name="client">The program.</param>
    /// <param name="connection">How to reach the database.</param>
    /// <param name="cluster">Name of the cluster.</param>
    public static IClientBuilder UseQwenPostgres(this IClientBuilder client, string connection, string cluster = "qwen")
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(cluster);
        client.Services.AddQwenJobs();
        return client
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster, cluster))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Provider, connection));
    }
}
