using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.Runtime;
using Qwen.Orleans.Files;
using Qwen.Orleans.Grains;
using Qwen.Orleans.Hosting;
using Qwen.Orleans.Silos;
using Qwen.Orleans.Sources;
using Qwen.Orleans.Storage;

namespace Qwen.Orleans;

/// <summary>Adds the farm to silos and to programs that order jobs.</summary>
public static class QwenFarmExtensions
{
    /// <summary>
    /// Makes a silo keep jobs, and work on them where it has a model. It needs a grain storage named <c>qwen</c> and reminders, which the
    /// application chooses: <see cref="QwenPostgresExtensions.UseQwenPostgres(ISiloBuilder, string, string)"/> has both and the table of
    /// members, <see cref="UseQwenMemory"/> does for a first try.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">What it offers, and what it may read.</param>
    public static ISiloBuilder AddQwenFarm(this ISiloBuilder silo, Action<QwenFarmOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddOptions<QwenFarmOptions>().Configure(options => configure?.Invoke(options));
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<FarmStore>();
        silo.Services.AddSingleton<SiloModel>();
        silo.Services.AddSingleton<OtherSilos>();
        silo.Services.AddSingleton<FileBringer>();
        silo.Services.AddSingleton<FileKeeper>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<FileKeeper>());
        silo.Services.AddSingleton<SourceFactory>();
        silo.Services.AddSingleton<ItemRunner>();
        silo.Services.AddSingleton<FarmWorker>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<FarmWorker>());
        silo.Services.AddQwenJobs();

        // a try belongs to the call that it came from, on whichever silo that was
        return silo.AddActivityPropagation();
    }

    /// <summary>Keeps jobs in the memory of this process, for a first try: they end with it.</summary>
    /// <param name="silo">The silo; it has to be the only one.</param>
    /// <param name="siloPort">Port that silos would speak to each other by; only this machine can reach it.</param>
    /// <param name="gatewayPort">Port for clients.</param>
    public static ISiloBuilder UseQwenMemory(this ISiloBuilder silo, int siloPort = 11111, int gatewayPort = 30000)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return silo.UseLocalhostClustering(siloPort, gatewayPort).AddMemoryGrainStorage(FarmNames.Storage).UseInMemoryReminderService();
    }

    /// <summary>Adds <see cref="IQwenJobs"/> to a program that is a silo or a client of the cluster.</summary>
    /// <param name="services">The program's services.</param>
    public static IServiceCollection AddQwenJobs(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<IQwenJobs, QwenJobs>();
        return services;
    }
}
