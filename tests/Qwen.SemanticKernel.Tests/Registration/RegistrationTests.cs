using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using Qwen.Extensions.AI;
using Qwen.Extensions.AI.DependencyInjection;
using Qwen.Testing;

namespace Qwen.SemanticKernel.Tests.Registration;

public class RegistrationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("local")]
    public void Chat_completion_brings_service_and_client_over_one_model(string? serviceId)
    {
        var builder = Kernel.CreateBuilder();
        builder.AddQwenChatCompletion(RepositoryFiles.DemoCheckpoint, serviceId, options => options.Threads = 1);
        var kernel = builder.Build();
        var service = kernel.GetRequiredService<IChatCompletionService>(serviceId);
        Assert.Equal("demo", service.Attributes[AIServiceExtensions.ModelIdKey]);
        var client = kernel.Services.GetRequiredKeyedService<IChatClient>(serviceId);
        Assert.NotNull(client.GetService<QwenChatClient>());
        Assert.NotNull(client.GetService<FunctionInvokingChatClient>());
        Assert.Single(kernel.Services.GetKeyedServices<QwenModelHost>(serviceId));
    }

    [Fact]
    public void The_client_alone_brings_no_service()
    {
        var builder = Kernel.CreateBuilder();
        builder.AddQwenChatClient(RepositoryFiles.DemoCheckpoint);
        var kernel = builder.Build();
        Assert.NotNull(kernel.GetRequiredService<IChatClient>());
        Assert.Null(kernel.Services.GetService<IChatCompletionService>());
    }

    [Fact]
    public void Client_and_service_of_one_key_share_the_pipeline_in_either_order()
    {
        var services = new ServiceCollection();
        services.AddQwenChatClient(RepositoryFiles.DemoCheckpoint, "k")
            .AddQwenChatCompletion(RepositoryFiles.DemoCheckpoint, "k")
            .AddQwenChatClient(RepositoryFiles.DemoCheckpoint, "k");
        using var provider = services.BuildServiceProvider();
        Assert.Same(provider.GetKeyedServices<IChatClient>("k").First(), provider.GetRequiredKeyedService<IChatClient>("k"));
        Assert.Single(provider.GetKeyedServices<QwenModelHost>("k"));
    }

    [Fact]
    public void Two_keys_are_two_models()
    {
        var services = new ServiceCollection();
        services.AddQwenChatCompletion(RepositoryFiles.DemoCheckpoint, "small")
            .AddQwenChatCompletion(RepositoryFiles.DemoCheckpoint, "large");
        using var provider = services.BuildServiceProvider();
        Assert.NotSame(provider.GetRequiredKeyedService<QwenModelHost>("small"), provider.GetRequiredKeyedService<QwenModelHost>("large"));
        Assert.NotSame(provider.GetRequiredKeyedService<IChatClient>("small"), provider.GetRequiredKeyedService<IChatClient>("large"));
    }

    [Fact]
    public void Both_ways_of_registering_live_side_by_side()
    {
        var services = new ServiceCollection();
        services.AddQwenChatClient(options => options.CheckpointFolder = RepositoryFiles.DemoCheckpoint).UseFunctionInvocation();
        services.AddQwenChatClient(RepositoryFiles.DemoCheckpoint, "kernel");
        using var provider = services.BuildServiceProvider();
        Assert.NotSame(provider.GetRequiredService<IChatClient>(), provider.GetRequiredKeyedService<IChatClient>("kernel"));
    }

    [Fact]
    public void A_missing_folder_is_a_clear_error()
    {
        var builder = Kernel.CreateBuilder();
        builder.AddQwenChatCompletion("/no/such/folder");
        var error = Assert.Throws<OptionsValidationException>(() => builder.Build().GetRequiredService<IChatCompletionService>());
        Assert.Contains("'/no/such/folder', which does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_are_guarded()
    {
        Assert.Throws<ArgumentNullException>(() => QwenKernelBuilderExtensions.AddQwenChatCompletion(null!, "x"));
        Assert.Throws<ArgumentException>(() => Kernel.CreateBuilder().AddQwenChatClient(" "));
    }
}
