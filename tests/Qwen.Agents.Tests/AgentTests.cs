using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Perception;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Agents.Tests;

/// <summary>The tools as they are, in an agent of Microsoft Agent Framework.</summary>
public sealed class AgentTests
{
    private const string Answer = "[{\"bbox_2d\": [56, 56, 112, 112], \"label\": \"cup\"}]";

    private static readonly DataContent Picture = new(TestPicture.Encode(168, 112), "image/png");
    private static readonly DataContent Other = new(TestPicture.Encode(56, 84), "image/png");

    private readonly FixedAnswerClient client = new(Answer);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_takes_all_of_them_as_they_are()
    {
        await using var tasks = new AllTasks(client);
        var planner = new Planner(new TextContent("Hello."));
        var agent = planner.AsAIAgent(instructions: "You see.", tools: [.. tasks.Tools]);
        var response = await agent.RunAsync("Hello?", cancellationToken: Token);
        Assert.Equal("Hello.", response.Text);
        Assert.Equal(tasks.Tools.Select(tool => tool.Name), planner.Tools);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_calls_one_on_a_picture_of_the_conversation(bool streaming)
    {
        await using var tasks = new AllTasks(client);
        var planner = new Planner(
            Planner.Call("grounding_locate", ("picture", "picture 2"), ("what", "cup")), new TextContent("On the table."));
        var agent = planner.AsAIAgent(tools: [.. tasks.Tools]);
        var question = new ChatMessage(ChatRole.User, [Other, Picture, new TextContent("Where is the cup?")]);
        var said = "";
        if (streaming)
        {
            await foreach (var update in agent.RunStreamingAsync(question, cancellationToken: Token))
                said += update.Text;
        }
        else
        {
            said = (await agent.RunAsync(question, cancellationToken: Token)).Text;
        }

        Assert.Equal("On the table.", said);
        var found = Assert.IsType<JsonElement>(Assert.Single(planner.Results));
        Assert.Equal(168, found.GetProperty("picture_size").GetProperty("width").GetInt32());
        Assert.Equal("cup", found.GetProperty("boxes")[0].GetProperty("label").GetString());
    }

    [Fact]
    public async Task Pictures_of_earlier_turns_of_a_session_and_drawn_ones_are_counted_on()
    {
        await using var tasks = new AllTasks(client);
        var planner = new Planner(
            new TextContent("A table."),
            Planner.Call("grounding_locate_and_draw", ("picture", "picture 1"), ("what", "cup")),
            Planner.Call("grounding_count", ("picture", "picture 2"), ("what", "cups")),
            new TextContent("One."));
        var agent = planner.AsAIAgent(tools: [.. tasks.Tools]);
        var session = await agent.CreateSessionAsync(Token);
        await agent.RunAsync(new ChatMessage(ChatRole.User, [Picture, new TextContent("What is it?")]), session, cancellationToken: Token);
        var response = await agent.RunAsync("How many cups?", session, cancellationToken: Token);

        Assert.Equal("One.", response.Text);
        var drawn = ImageDecoder.Decode(Assert.IsType<DataContent>(planner.Results[0]).Data);
        var counted = Assert.IsType<JsonElement>(planner.Results[1]).GetProperty("picture_size");
        Assert.Equal((drawn.Width, drawn.Height), (counted.GetProperty("width").GetInt32(), counted.GetProperty("height").GetInt32()));
        Assert.NotEqual(168, drawn.Width);
    }

    [Theory]
    [InlineData("grounding_locate", "picture", "picture 3", "the conversation holds 1")]
    [InlineData("grounding_locate", "picture", "/etc/passwd", "no folder is allowed")]
    [InlineData("grounding_locate", "picture", "https://example.org/a.png", "nothing is fetched")]
    [InlineData("reading_read_text", "picture", "data:image/png;base64,AAAA", "no picture that can be read")]
    [InlineData("documents_parse_document", "document", "file:///etc/shadow", "no folder is allowed")]
    [InlineData("videos_describe", "video", "video 1", "the conversation holds 0")]
    [InlineData("video_index_add", "video", "/srv/film.mp4", "no folder is allowed")]
    [InlineData("screens_tap", "x", "100000", "outside")]
    public async Task A_mistake_is_something_the_agent_can_act_on(string function, string name, string value, string message)
    {
        await using var tasks = new AllTasks(client);
        var call = Planner.Call(function, (name, value), ("what", "cup"), ("y", 3));
        var planner = new Planner(call, new TextContent("Sorry."));
        var response = await planner.AsAIAgent(tools: [.. tasks.Tools])
            .RunAsync(new ChatMessage(ChatRole.User, [Picture, new TextContent("Look.")]), cancellationToken: Token);
        Assert.Equal("Sorry.", response.Text);
        Assert.Contains(message, Assert.IsType<ErrorContent>(Assert.Single(planner.Results)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_touches_a_screen_waits_for_a_person(bool approved)
    {
        await using var tasks = new AllTasks(client, requireApproval: true);
        var planner = new Planner(
            Planner.Call("screens_see_screen"), Planner.Call("screens_open_app", ("target", "Notes")), new TextContent("Done."));
        var agent = planner.AsAIAgent(tools: [.. tasks.Tools]);
        var session = await agent.CreateSessionAsync(Token);
        var waiting = await agent.RunAsync("Open the notes.", session, cancellationToken: Token);
        Assert.Contains(
            waiting.Messages.SelectMany(message => message.Contents),
            content => content is FunctionResultContent { Result: IEnumerable<AIContent> });
        var request = Assert.Single(waiting.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        Assert.Equal("screens_open_app", Assert.IsType<FunctionCallContent>(request.ToolCall).Name);

        var response = await agent.RunAsync(
            new ChatMessage(ChatRole.User, [request.CreateResponse(approved)]), session, cancellationToken: Token);
        Assert.Equal("Done.", response.Text);
        if (approved)
            Assert.Equal("Performed", Assert.IsType<JsonElement>(planner.Results[^1]).GetProperty("outcome").GetString());
        else
            Assert.IsNotType<JsonElement>(planner.Results[^1]);
    }

    [Fact]
    public async Task An_agent_is_itself_a_tool_of_another()
    {
        var seeing = new Planner(
            Planner.Call("grounding_count", ("picture", Picture.Uri), ("what", "cups")), new TextContent("There is one cup."))
            .AsAIAgent(name: "eyes", description: "Sees.", tools: [.. new GroundingTasks(client).AsTools()]);
        var planner = new Planner(Planner.Call("eyes", ("query", "How many cups?")), new TextContent("One."));
        var response = await planner.AsAIAgent(tools: [seeing.AsAIFunction()]).RunAsync("Count.", cancellationToken: Token);
        Assert.Equal("One.", response.Text);
        Assert.Contains("There is one cup.", $"{Assert.Single(planner.Results)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_embedded_model_sees_for_an_agent()
    {
        await using var model = await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", Threads = 2 }, cancellationToken: Token);
        using var local = new QwenChatClient(model);
        var shelf = Path.Combine(RepositoryFiles.Root, "samples", "09-planner", "pictures", "shelf.png");
        var planner = new Planner(
            Planner.Call("grounding_count", ("picture", "picture 1"), ("what", "red circles")),
            Planner.Call("grounding_locate", ("picture", "picture 1"), ("what", "red circle")),
            new TextContent("Counted."));
        var agent = planner.AsAIAgent(tools: [.. new GroundingTasks(local).AsTools()]);
        await agent.RunAsync(
            new ChatMessage(
                ChatRole.User, [new DataContent(await File.ReadAllBytesAsync(shelf, Token), "image/png"), new TextContent("How many?")]),
            cancellationToken: Token);
        var (counted, located) = ((JsonElement)planner.Results[0]!, (JsonElement)planner.Results[1]!);
        Assert.Equal(counted.GetProperty("count").GetInt32(), located.GetProperty("boxes").GetArrayLength());
        Assert.True(counted.GetProperty("count").GetInt32() > 0);
    }
}
