using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Qwen.Extensions.AI;
using Qwen.SemanticKernel.Tests.Chat;
using Qwen.Testing;

namespace Qwen.SemanticKernel.Tests;

/// <summary>The code of the package's README; it runs here with the demo model.</summary>
public class ReadmeSamples
{
    private static readonly string folder = RepositoryFiles.DemoCheckpoint;

    [Fact]
    public void The_readme_shows_this_code() =>
        ReadmeCode.AssertIsPartOf("src/Qwen.SemanticKernel/README.md", "tests/Qwen.SemanticKernel.Tests/ReadmeSamples.cs");

    [Fact]
    public async Task Ask()
    {
        var bytes = TestPicture.Encode(84, 56);

        var builder = Kernel.CreateBuilder();
        builder.AddQwenChatCompletion(folder);
        builder.Plugins.AddFromType<Lights>();
        var kernel = builder.Build();

        ChatHistory history = [];
        history.AddUserMessage([new TextContent("Is the lamp on?"), new ImageContent(bytes, "image/png")]);
        var settings = new QwenPromptExecutionSettings
        {
            MaxTokens = 200,
            MaxPixels = 512 * 28 * 28,
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };
        var chat = kernel.GetRequiredService<IChatCompletionService>();
        var answer = await chat.GetChatMessageContentAsync(history, settings, kernel);

        Assert.Equal("demo", answer.ModelId);
        await ((IAsyncDisposable)kernel.Services).DisposeAsync();
    }

    [Fact]
    public void Keys()
    {
        var services = new ServiceCollection();

        services.AddQwenChatCompletion(folder, serviceId: "local", configure: options =>
        {
            options.Device = "cpu";
            options.WarmUp = true;
            options.Client.AllowedFolders.Add("/srv/pictures");
        });

        using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredKeyedService<IChatCompletionService>("local"));
    }

    private sealed class Lights
    {
        [KernelFunction("switch_lamp")]
        public string SwitchLamp(bool on) => on ? "on" : "off";
    }
}
