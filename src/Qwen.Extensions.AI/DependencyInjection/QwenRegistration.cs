using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Models;

namespace Qwen.Extensions.AI.DependencyInjection;

/// <summary>What every registration has in common: options by key, one model per key, warm-up.</summary>
internal static class QwenRegistration
{
    /// <summary>Registers the model under a key (null: without one). Repeating it for the same key adds to the options only.</summary>
    public static void AddModel(IServiceCollection services, object? key, Action<QwenServiceOptions> configure)
    {
        services.AddOptions<QwenServiceOptions>(GetOptionsName(key)).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<QwenServiceOptions>, QwenServiceOptionsValidator>());
        if (services.Any(service => service.ServiceType == typeof(QwenModelHost) && Equals(service.ServiceKey, key)))
            return;
        services.AddKeyedSingleton(key, (provider, _) => CreateHost(provider, key));
        services.TryAddKeyedSingleton(key, (provider, _) => new QwenModelSource(provider.GetRequiredKeyedService<QwenModelHost>(key)));

        // containers know no asynchronous services: who asks for the model itself waits until it is loaded
        services.TryAddKeyedSingleton(
            key, (provider, _) => provider.GetRequiredKeyedService<QwenModelHost>(key).GetAsync(default).GetAwaiter().GetResult());
        services.AddSingleton<IHostedService>(provider => new QwenWarmUpService(
            provider.GetRequiredKeyedService<QwenModelHost>(key), GetOptions(provider, key), provider.GetService<ILoggerFactory>()));
    }

    /// <summary>A client over the model of that key.</summary>
    public static QwenChatClient CreateClient(IServiceProvider provider, object? key)
    {
        var mine = GetOptions(provider, key).Client.Clone();
        mine.DisposesModel = false; // the container does
        mine.MediaFetcher ??= provider.GetService<Media.IMediaFetcher>();
        mine.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        return new QwenChatClient(provider.GetRequiredKeyedService<QwenModelHost>(key), mine);
    }

    /// <summary>Whether the model of that key is loaded when the host starts.</summary>
    public static bool WarmsUp(IServiceProvider provider, object? key) =>
        provider.GetService<IOptionsMonitor<QwenServiceOptions>>()?.Get(GetOptionsName(key)).WarmUp ?? false;

    private static QwenModelHost CreateHost(IServiceProvider provider, object? key)
    {
        var options = GetOptions(provider, key);
        var modelOptions = new QwenModelOptions
        {
            Device = options.Device,
            Precision = options.Precision,
            Adapter = options.Adapter,
            Profile = options.Profile,
            AddedTokensInText = options.AddedTokensInText,
            ConvertedFolder = options.ConvertedFolder,
            Calibrate = options.Calibrate,
            CalibrationFolder = options.CalibrationFolder,
            MaxContextTokens = options.MaxContextTokens,
            Threads = options.Threads,
            Cpu = options.Cpu,
            VisionCacheBytes = options.VisionCacheBytes,
            KeyValueBytes = options.KeyValueBytes,
            PrefixCacheEntries = options.PrefixCacheEntries,
            LoggerFactory = provider.GetService<ILoggerFactory>(),
        };
        var folder = Path.GetFullPath(ModelHome.Resolve(options.CheckpointFolder));
        return new QwenModelHost(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)),
            cancellationToken => QwenModel.LoadAsync(folder, modelOptions, options.Progress, cancellationToken));
    }

    private static QwenServiceOptions GetOptions(IServiceProvider provider, object? key) =>
        provider.GetRequiredService<IOptionsMonitor<QwenServiceOptions>>().Get(GetOptionsName(key));

    private static string GetOptionsName(object? key) => Convert.ToString(key, CultureInfo.InvariantCulture) ?? Options.DefaultName;
}
