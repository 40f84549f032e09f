using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Qwen.Extensions.AI.DependencyInjection;
using Qwen.Testing;

namespace Qwen.Extensions.AI.Tests.DependencyInjection;

public class RegistrationTests
{
    [Fact]
    public void The_client_is_a_singleton_that_knows_its_model_before_loading_it()
    {
        using var provider = Build(
            services => services.AddQwenChatClient(options => options.CheckpointFolder = RepositoryFiles.DemoCheckpoint));
        var client = provider.GetRequiredService<IChatClient>();
        Assert.Same(client, provider.GetRequiredService<IChatClient>());
        var metadata = client.GetService<ChatClientMetadata>();
        Assert.Equal(("qwen.local", "demo"), (metadata!.ProviderName, metadata.DefaultModelId));
    }

    [Fact]
    public void Keys_keep_clients_options_and_models_apart()
    {
        using var provider = Build(services =>
        {
            services.AddQwenChatClient(options => options.CheckpointFolder = RepositoryFiles.DemoCheckpoint);
            services.AddKeyedQwenChatClient("second", options =>
            {
                options.CheckpointFolder = RepositoryFiles.DemoCheckpoint;
                options.Threads = 1;
            });
        });
        Assert.NotSame(provider.GetRequiredService<IChatClient>(), provider.GetRequiredKeyedService<IChatClient>("second"));
        Assert.NotSame(provider.GetRequiredKeyedService<QwenModelHost>(null), provider.GetRequiredKeyedService<QwenModelHost>("second"));
        var options = provider.GetRequiredService<IOptionsMonitor<QwenServiceOptions>>();
        Assert.Equal((null, 1), (options.CurrentValue.Threads, options.Get("second").Threads));
    }

    [Fact]
    public void Registering_a_key_twice_shares_one_model()
    {
        using var provider = Build(services =>
        {
            services.AddKeyedQwenChatClient("k", options => options.CheckpointFolder = "/nowhere");
            services.AddKeyedQwenChatClient("k", options => options.CheckpointFolder = RepositoryFiles.DemoCheckpoint);
        });
        Assert.Single(provider.GetKeyedServices<QwenModelHost>("k"));
        Assert.Single(provider.GetServices<IHostedService>().OfType<QwenWarmUpService>());
        Assert.NotNull(provider.GetRequiredKeyedService<IChatClient>("k"));
    }

    [Fact]
    public void An_adapter_that_is_none_is_told()
    {
        using var provider = Build(services => services.AddQwenChatClient(options =>
        {
            options.CheckpointFolder = RepositoryFiles.DemoCheckpoint;
            options.Adapter = RepositoryFiles.DemoCheckpoint;
        }));
        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptionsMonitor<QwenServiceOptions>>().CurrentValue);
        Assert.Contains("adapter_config.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_nobody_knows_is_told()
    {
        using var provider = Build(services => services.AddQwenChatClient(options =>
        {
            options.CheckpointFolder = RepositoryFiles.DemoCheckpoint;
            options.Profile = "nobody";
        }));
        var error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IOptionsMonitor<QwenServiceOptions>>().CurrentValue);
        Assert.Contains("There is no profile 'nobody'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_does_not_start_with_a_missing_folder()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddQwenChatClient(options => options.CheckpointFolder = "/no/such/folder");
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("'/no/such/folder', which does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_host_the_same_error_comes_when_the_client_is_made()
    {
        using var provider = Build(services => services.AddQwenChatClient(options => options.Device = "cpu"));
        Assert.Contains(
            "CheckpointFolder is not set",
            Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IChatClient>).Message,
            StringComparison.Ordinal);
    }

    public static TheoryData<Action<QwenServiceOptions>, string> Mistakes => new()
    {
        { options => options.Device = "cpu, gpu", "'gpu'" },
        { options => options.Precision = (Qwen.VisionLanguage.QwenPrecision)99, "Precision" },
        { options => options.MaxContextTokens = 0, "MaxContextTokens" },
        { options => options.Threads = 0, "Threads" },
        { options => options.VisionCacheBytes = -1, "VisionCacheBytes" },
        { options => options.KeyValueBytes = 0, "KeyValueBytes" },
        { options => options.PrefixCacheEntries = -1, "PrefixCacheEntries" },
        { options => options.CheckpointFolder = Path.GetTempPath(), "config.json" },
        { options => options.CalibrationFolder = "/no/such/pictures", "'/no/such/pictures', which does not exist" },
        { options => (options.Calibrate, options.Precision) = (true, Qwen.VisionLanguage.QwenPrecision.Int8), "ask for Int4" },
        { options => options.Client.Image = new() { MaxPixels = -5 }, "Client.Image.MaxPixels is -5" },
        { options => options.Client.Image = new() { MinPixels = 0 }, "Client.Image.MinPixels is 0" },
        { options => options.Client.Image = new() { MinPixels = 9000, MaxPixels = 8000 }, "below MinPixels" },
        { options => options.Client.Image = new() { ResizedWidth = 56 }, "only one of ResizedWidth" },
        { options => options.Client.Image = new() { Limits = new() { MaxBytes = -1 } }, "Client.Image.Limits.MaxBytes" },
        { options => options.Client.Video = new() { Fps = double.NaN }, "Client.Video.Fps" },
        { options => options.Client.Video = new() { MaxFrames = 2 }, "below MinFrames" },
        { options => options.Client.Video = new() { Start = 2, End = 1 }, "behind the start" },
        { options => options.Client.Video = new() { MaxPixels = -1 }, "Client.Video.MaxPixels" },
        { options => options.Client.MaxPdfPages = 0, "Client.MaxPdfPages" },
        { options => options.Client.Pdf = new() { Dpi = -1 }, "Client.Pdf.Dpi" },
        { options => options.Client.Pdf = new() { MaxTime = TimeSpan.Zero }, "Client.Pdf.MaxTime is 00:00:00" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistakes_in_options_are_named(Action<QwenServiceOptions> mistake, string named)
    {
        var options = new QwenServiceOptions { CheckpointFolder = RepositoryFiles.DemoCheckpoint };
        var validator = new QwenServiceOptionsValidator();
        Assert.True(validator.Validate(null, options).Succeeded);
        mistake(options);
        Assert.Contains(named, validator.Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        return services.BuildServiceProvider();
    }
}
