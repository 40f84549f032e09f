using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Qwen.Screens;
using Qwen.Screens.Tests.Agent;
using Qwen.VisionLanguage.Images;

using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace Qwen.Screens.Tests.Functions;

public sealed class ScreensTasksTests : IAsyncDisposable
{
    private static readonly ScreenAgentOptions Quick = new() { StillInterval = TimeSpan.Zero, MaxPixels = 182 * 322 };
    private readonly FakeScreen device = new();
    private readonly GuardedScreen screen;
    private readonly ScriptedClient client = new(_ => ScriptedClient.Call("""{"action": "click", "coordinate": [84, 154]}"""));

    public ScreensTasksTests() => screen = new GuardedScreen(device, AgentPromptTests.Allow());

    public ValueTask DisposeAsync() => screen.DisposeAsync();

    [Fact]
    public void Every_function_is_described_and_says_what_it_does_to_the_world()
    {
        var plugin = new ScreensTasks(client, screen).AsKernelPlugin();
        Assert.Equal(
            [
                "do_task -d-o", "double_tap -d-o", "find_on_screen r--", "long_press -d-o", "open_app --o", "press -d-o", "scroll ---",
                "see_screen r--",
                "swipe -d-o", "tap -d-o", "type_text -d-o", "wait r--",
            ],
            plugin.GetFunctionsMetadata()
                .Select(function => $"{function.Name} {Hints(function.AdditionalProperties)}")
                .Order(StringComparer.Ordinal));
        Assert.All(plugin.GetFunctionsMetadata(), function =>
        {
            Assert.NotEmpty(function.Description);
            Assert.NotEmpty(function.ReturnParameter.Description);
            Assert.NotNull(function.ReturnParameter.Schema);
            Assert.All(function.Parameters, parameter => Assert.NotEmpty(parameter.Description));
        });
        Assert.All(new ScreensTasks(client, screen).AsTools(), tool =>
        {
            Assert.Equal(Hints(plugin[tool.Name["screens_".Length..]].Metadata.AdditionalProperties), Hints(tool.AdditionalProperties));
            Assert.NotEmpty(tool.Description);
        });

        static string Hints(IReadOnlyDictionary<string, object?> hints)
        {
            var (reads, destroys, reaches) = ((bool)hints["readOnlyHint"]!, (bool)hints["destructiveHint"]!, (bool)hints["openWorldHint"]!);
            return destroys ? $"-d{(reaches ? "-o" : "-")}" : $"{(reads ? "r" : "-")}-{(reaches ? "o" : "-")}";
        }
    }

    [Fact]
    public void Results_have_snake_case_names()
    {
        var schema = new ScreensTasks(client, screen).AsKernelPlugin()["tap"].Metadata.ReturnParameter.Schema!.RootElement;
        Assert.Equal(
            ["actions_allowed", "address", "app", "label", "outcome", "reason", "risk"],
            schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_model_that_calls_see_screen_gets_the_picture()
    {
        var calls = new Queue<ChatMessage>(
        [
            new(ChatRole.Assistant, [new FunctionCallContent("1", "screens_see_screen")]),
            new(
                ChatRole.Assistant,
                [new FunctionCallContent("2", "screens_tap", new Dictionary<string, object?> { ["x"] = 84, ["y"] = 154 })]),
            new(ChatRole.Assistant, "Done."),
        ]);
        using var model = new CallingClient(calls);
        using var invoking = model.AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [.. new ScreensTasks(client, screen, Quick).AsTools()] };
        await invoking.GetResponseAsync("Tap the middle.", options, TestContext.Current.CancellationToken);

        var result = model.Last.SelectMany(message => message.Contents).OfType<FunctionResultContent>().First();
        var parts = Assert.IsAssignableFrom<IEnumerable<AIContent>>(result.Result).ToList();
        var view = JsonDocument.Parse(Assert.IsType<TextContent>(parts[0]).Text).RootElement;
        var picture = Assert.IsType<DataContent>(parts[1]);
        Assert.Equal(new PixelSize(168, 308), ImageDecoder.Decode(picture.Data).Size);
        Assert.Equal(
            (168, 308, "notes", true),
            (view.GetProperty("width").GetInt32(), view.GetProperty("height")
                .GetInt32(), view.GetProperty("app").GetString(), view.GetProperty("actions_allowed").GetBoolean()));
        Assert.Equal([new TapAction(new ScreenPoint(180, 320))], device.Done);
    }

    [Fact]
    public async Task A_kernel_s_model_gets_the_picture_too()
    {
        var builder = Kernel.CreateBuilder();
        builder.Plugins.AddQwenScreens(screen, client, Quick);
        var kernel = builder.Build();
        var result = await kernel.InvokeAsync("Screens", "see_screen", cancellationToken: TestContext.Current.CancellationToken);
        var mapped = new Qwen.Extensions.AI.Mapping.ToolResultMapper(Qwen.SemanticKernel.Plugins.KernelValues.FromKernel)
            .Map(new FunctionResultContent("1", result)).ToList();
        Assert.Equal([typeof(TextContent), typeof(DataContent)], mapped.Select(part => part.GetType()));
        await ((ServiceProvider)kernel.Services).DisposeAsync();
    }

    public static TheoryData<string, KernelArguments, ScreenAction> Actions => new()
    {
        { "tap", new() { ["x"] = 84, ["y"] = 154, ["button"] = "Right" }, new TapAction(new ScreenPoint(180, 320), MouseButton.Right) },
        { "double_tap", new() { ["x"] = 0, ["y"] = 0 }, new DoubleTapAction(new ScreenPoint(0, 0)) },
        { "long_press", new() { ["x"] = 84, ["y"] = 154, ["seconds"] = 2.0 }, new LongPressAction(
            new ScreenPoint(180, 320), TimeSpan.FromSeconds(2)) },
        { "swipe", new() { ["x1"] = 84, ["y1"] = 154, ["x2"] = 84, ["y2"] = 77 }, new DragAction(
            new ScreenPoint(180, 320), new ScreenPoint(180, 160), TimeSpan.FromMilliseconds(300)) },
        { "scroll", new() { ["x"] = 84, ["y"] = 154, ["down"] = 77 }, new ScrollAction(new ScreenPoint(180, 320), 0, 160) },
        { "type_text", new() { ["text"] = "Grüße 世界" }, new TypeTextAction("Grüße 世界") },
        { "press", new() { ["keys"] = "back" }, new PressButtonAction(SystemButton.Back) },
        { "press", new() { ["keys"] = "volume_up" }, new PressKeysAction(["volume_up"]) },
        { "open_app", new() { ["target"] = "notes" }, new OpenAction("notes") },
        { "wait", new() { ["seconds"] = 0.5 }, new WaitAction(TimeSpan.FromSeconds(0.5)) },
    };

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Every_action_reaches_the_device_in_its_own_pixels(string function, KernelArguments arguments, ScreenAction wanted)
    {
        var plugin = new ScreensTasks(client, screen, Quick).AsKernelPlugin();
        var result = await plugin[function].InvokeAsync(new Kernel(), arguments, TestContext.Current.CancellationToken);
        Assert.Equal(AttemptOutcome.Performed, Assert.IsType<ScreenActionResult>(result.GetValue<object>()).Outcome);
        Assert.Equal([wanted], device.Done);
    }

    public static TheoryData<string, KernelArguments, string> Mistakes => new()
    {
        { "tap", new() { ["x"] = 900, ["y"] = 4 }, "x = 900 lies outside the 168 px wide picture" },
        { "tap", new() { ["x"] = 3, ["y"] = -1 }, "y = -1 lies outside the 308 px high picture" },
        { "tap", new() { ["x"] = 3 }, "y" },
        { "type_text", new() { ["text"] = "" }, "1 to 4000" },
        { "press", new() { ["keys"] = "launch" }, "There is no key" },
        { "wait", new() { ["seconds"] = 3600.0 }, "give 0 to 60" },
        { "open_app", new() { ["target"] = " " }, "'target' is empty" },
        { "find_on_screen", new() { ["what"] = "" }, "'what' is empty" },
        { "do_task", new() { ["task"] = "" }, "The task is empty" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_of_the_caller_comes_back_as_text(string function, KernelArguments arguments, string message)
    {
        var plugin = new ScreensTasks(client, screen, Quick);
        var text = (await plugin.AsKernelPlugin()[function].InvokeAsync(new Kernel(), arguments, TestContext.Current.CancellationToken))
            .GetValue<string>();
        Assert.StartsWith("Error: ", text, StringComparison.Ordinal);
        Assert.Contains(message, text, StringComparison.Ordinal);
        var tool = plugin.AsTools().Single(tool => tool.Name == $"screens_{function}");
        Assert.Contains(
            message,
            Assert.IsType<ErrorContent>(await tool.InvokeAsync(
                new AIFunctionArguments(arguments), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task A_refusal_is_a_result()
    {
        device.Control = _ => new ScreenControl("Pay", "button");
        var result =
            await new ScreensTasks(client, screen, Quick).TapAsync(84, 154, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((AttemptOutcome.Declined, ScreenRisk.Pay, "Pay"), (result.Outcome, result.Risk, result.Label));
        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task Something_is_found_in_pixels_of_the_picture_shown()
    {
        var plugin = new ScreensTasks(client, screen, Quick);
        var found = await plugin.FindOnScreenAsync("the Save button", TestContext.Current.CancellationToken);
        Assert.Equal((84, 154, 168, 308, null), (found.X, found.Y, found.Width, found.Height, found.Problem));
        await plugin.TapAsync(found.X!.Value, found.Y!.Value, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([new TapAction(new ScreenPoint(180, 320))], device.Done);
    }

    [Fact]
    public async Task A_whole_task_tells_its_steps_and_its_end()
    {
        using var scripted = new ScriptedClient(
            """{"action": "click", "coordinate": [84, 154]}""", """{"action": "answer", "text": "3 notes"}""",
            """{"action": "terminate", "status": "success"}""");
        var result = await new ScreensTasks(scripted, screen, Quick).DoTaskAsync("Count the notes.", TestContext.Current.CancellationToken);
        Assert.Equal((ScreenStop.Succeeded, "3 notes"), (result.Stop, result.Answer));
        Assert.Equal(["tap (180, 320): Performed"], result.Steps);
    }

    [Fact]
    public void Functions_that_change_something_can_ask_the_host_first()
    {
        var tools = new ScreensTasks(client, screen).AsTools(requireApproval: true);
        Assert.Equal(
            ["screens_find_on_screen", "screens_see_screen", "screens_wait"],
            tools.Where(tool => tool is not ApprovalRequiredAIFunction).Select(tool => tool.Name).Order(StringComparer.Ordinal));
    }

    private sealed class CallingClient(Queue<ChatMessage> answers) : IChatClient
    {
        public IReadOnlyList<ChatMessage> Last { get; private set; } = [];

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Last = [.. messages];
            return Task.FromResult(new ChatResponse(answers.Dequeue()));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

        public void Dispose()
        {
        }
    }
}
