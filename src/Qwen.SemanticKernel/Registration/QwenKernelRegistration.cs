using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.DependencyInjection;

namespace Qwen.SemanticKernel.Registration;

/// <summary>What the four registrations have in common.</summary>
internal static class QwenKernelRegistration
{
    /// <summary>Registers model, pipeline and <see cref="IChatClient"/> under a key.</summary>
    public static void AddClient(
        IServiceCollection services, string checkpointFolder, string? serviceId, Action<QwenServiceOptions>? configure)
    {
        QwenRegistration.AddModel(services, serviceId, options =>
        {
            options.CheckpointFolder = checkpointFolder;
            configure?.Invoke(options);
            options.Client.ResultConverter ??= KernelResultConverter.Convert;
        });
        services.TryAddKeyedSingleton(serviceId, (provider, _) => CreatePipeline(provider, serviceId));
        services.AddKeyedSingleton<IChatClient>(
            serviceId, (provider, _) => provider.GetRequiredKeyedService<QwenKernelChatClient>(serviceId));
    }

    // kernel users expect functions to run and calls to be logged without asking for it
    private static QwenKernelChatClient CreatePipeline(IServiceProvider provider, string? serviceId)
    {
        var loggerFactory = provider.GetService<ILoggerFactory>();
        var builder = QwenRegistration.CreateClient(provider, serviceId).AsBuilder().UseKernelFunctionInvocation(loggerFactory);
        if (loggerFactory is not null)
            builder.UseLogging(loggerFactory);
        return new QwenKernelChatClient(builder.Build(provider));
    }
}
