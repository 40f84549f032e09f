using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen.Extensions.AI;
using Qwen.Screens;
using Qwen.Screens.Contract;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Tests.Agent;

/// <summary>
/// The agent over the local client with the demo model, which knows nothing of the full form: the grammar alone makes its answers actions.
/// </summary>
public class LocalModelTests(ITestOutputHelper output)
{
    private static readonly Lazy<Task<QwenModel>> Model = new(() => QwenModel.LoadAsync(
        RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", Threads = 2 }));

    [Theory]
    [InlineData(ScreenKind.Phone, false)]
    [InlineData(ScreenKind.Phone, true)]
    [InlineData(ScreenKind.Desktop, false)]
    public async Task Every_answer_is_an_action_that_can_be_carried_out(ScreenKind kind, bool thought)
    {
        using var client = new QwenChatClient(await Model.Value);
        await using var screen = new GuardedScreen(
            new FakeScreen(kind), new ScreenGuardOptions { Policy = AgentPromptTests.Allow().Policy });
        var options = new ScreenAgentOptions { StillInterval = TimeSpan.Zero, MaxSteps = 3, AllowThought = thought, MaxOutputTokens = 900 };
        foreach (var step in await AgentPromptTests.RunAsync(client, screen, options, "Tap Save."))
        {
            output.WriteLine(step.Answer?.RawText ?? step.StopReason ?? "");
            if (step.Answer is not null)
                Assert.Null(step.Answer.Problem);
        }
    }

    [Fact]
    public async Task The_first_question_to_a_client_that_loads_later_equals_every_later_one()
    {
        var services = new ServiceCollection();
        services.AddQwenChatClient(
            options => (options.CheckpointFolder, options.Device, options.Threads) = (RepositoryFiles.DemoCheckpoint, "cpu", 2));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IChatClient>();
        var pointer = new ScreenPointer(client);
        var shot = await new FakeScreen(ScreenKind.Phone).CaptureAsync(TestContext.Current.CancellationToken);
        Assert.Null(client.GetService<QwenModel>());

        var first = await pointer.FindAsync(shot, ScreenKind.Phone, "the Save button", TestContext.Current.CancellationToken);
        var second = await pointer.FindAsync(shot, ScreenKind.Phone, "the Save button", TestContext.Current.CancellationToken);

        Assert.NotNull(first.Point);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task The_tool_stands_in_the_prompt_word_for_word()
    {
        var model = await Model.Value;
        GenerationRequest? sent = null;
        using var client = new QwenChatClient(model, new QwenChatClientOptions
        {
            ConstraintFactory = request =>
            {
                sent = request;
                const string answer =
                    "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"terminate\", \"status\": "
                        + "\"success\"}}\n</tool_call>";
                return new ScriptedAnswer(
                    model.Tokenizer.EncodeWithSpecialTokens(answer), model.Tokenizer.GetSpecialId("<|im_end|>")!.Value);
            },
        });
        await using var screen = new GuardedScreen(new FakeScreen(), new ScreenGuardOptions());
        var steps = await AgentPromptTests.RunAsync(client, screen, new ScreenAgentOptions { StillInterval = TimeSpan.Zero }, "Tap Save.");

        Assert.Equal(ScreenStop.Succeeded, Assert.Single(steps).Stop);
        var seen = SmartResize.Fit(new PixelSize(360, 640), model.Preprocessor.MinPixels, model.Preprocessor.MaxPixels);
        Assert.Equal([ActionContract.Mobile.DescribeTool(seen)], sent!.Prompt.Tools);
    }
}
