using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Qwen.Testing;

namespace Qwen.SemanticKernel.Tests.Chat;

/// <summary>A kernel over the demo checkpoint, whose model writes what its weights say.</summary>
internal sealed class FreeKernel : IAsyncDisposable
{
    public FreeKernel(params object[] plugins)
    {
        var builder = Kernel.CreateBuilder();
        builder.AddQwenChatCompletion(RepositoryFiles.DemoCheckpoint, configure: options =>
        {
            options.Device = "cpu";
            options.Threads = 2;
        });
        foreach (var plugin in plugins)
            builder.Plugins.AddFromObject(plugin, plugin.GetType().Name);
        Kernel = builder.Build();
    }

    public Kernel Kernel { get; }

    public IChatCompletionService Service => Kernel.Services.GetRequiredService<IChatCompletionService>();

    /// <summary>Whether an answer came to its end before the limit.</summary>
    public static bool IsWhole(ChatMessageContent answer, int limit) => ((UsageDetails)answer.Metadata!["Usage"]!).OutputTokenCount < limit;

    public ValueTask DisposeAsync() => ((IAsyncDisposable)Kernel.Services).DisposeAsync();
}
