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
        services.AddSingleton<IHostedService>(provider => new QwenWarmUpService(
            provider.GetRequiredKeyedService<QwenModelHost>(key), GetOptions(provider, key), provider.GetService<ILoggerFactory>()));
    }

    /// <summary>A client over the model of that key.</summary>
    public static QwenChatClient CreateClient(IServiceProvider provider, object? key)
    {
        var shared = GetOptions(provider, key).Client;
        var mine = new QwenChatClientOptions
        {
            DisposesModel = false, // the container does
            AllowedFolders = shared.AllowedFolders,
            MediaFetcher = shared.MediaFetcher ?? provider.GetService<Media.IMediaFetcher>(),
            Image = shared.Image,
            Video = shared.Video,
            LoggerFactory = shared.LoggerFactory ?? provider.GetService<ILoggerFactory>(),
            ConstraintFactory = shared.ConstraintFactory,
            ResultConverter = shared.ResultConverter,
        };
        return new QwenChatClient(provider.GetRequiredKeyedService<QwenModelHost>(key), mine);
    }

    private static QwenModelHost CreateHost(IServiceProvider provider, object? key)
    {
        var options = GetOptions(provider, key);
        var modelOptions = new QwenModelOptions
        {
            Device = options.Device,
            Precision = options.Precision,
            Adapter = options.Adapter,
            Profile = options.Profile,
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
