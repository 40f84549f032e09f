using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Qwen.Extensions.AI;
using Qwen.SemanticKernel.Plugins;

namespace Qwen.SemanticKernel.Registration;

/// <summary>What the four registrations have in common.</summary>
internal static class QwenKernelRegistration
{
    /// <summary>Registers model, pipeline and <see cref="IChatClient"/> under a key.</summary>
    public static void AddClient(
        IServiceCollection services, string checkpointFolder, string? serviceId, Action<QwenServiceOptions>? configure)
    {
        if (services.Any(service => service.ServiceType == typeof(QwenKernelChatClient) && Equals(service.ServiceKey, serviceId)))
        {
            services.AddOptions<QwenServiceOptions>(serviceId ?? Options.DefaultName).Configure(Set);
            return;
        }

        // kernel users expect functions to run and calls to be logged without asking for it
        services.AddKeyedQwenChatClient(serviceId, Set)
            .Use(pipeline => new QwenKernelChatClient(pipeline))
            .UseKernelFunctionInvocation()
            .Use((client, provider) => provider.GetService<ILoggerFactory>() is { } loggers
                ? new LoggingChatClient(client, loggers.CreateLogger<LoggingChatClient>())
                : client);
        services.AddKeyedSingleton(
            serviceId, (provider, _) => provider.GetKeyedServices<IChatClient>(serviceId).OfType<QwenKernelChatClient>().Single());

        void Set(QwenServiceOptions options)
        {
            options.CheckpointFolder = checkpointFolder;
            configure?.Invoke(options);
            options.Client.ResultConverter ??= KernelValues.FromKernel;
        }
    }
}
