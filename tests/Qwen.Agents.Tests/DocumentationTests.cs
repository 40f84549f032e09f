using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Perception;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Agents.Tests;

/// <summary>The code of the page on frameworks; it runs here.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void The_page_shows_this_code() =>
        ReadmeCode.AssertIsPartOf("docs/frameworks.md", "tests/Qwen.Agents.Tests/DocumentationTests.cs");

    [Fact]
    public async Task An_agent_with_a_session()
    {
        var folder = RepositoryFiles.DemoCheckpoint;
        var picture = new DataContent(
            await File.ReadAllBytesAsync(Path.Combine(RepositoryFiles.Root, "samples", "09-planner", "pictures", "shelf.png")),
            "image/png");
        var planner = new Planner(Planner.Call("grounding_count", ("picture", "picture 1"), ("what", "circles")), new TextContent("Two."));

        using IChatClient eyes = new QwenChatClient(await QwenModel.LoadAsync(folder), new QwenChatClientOptions { DisposesModel = true });
        var agent = planner.AsAIAgent(
            instructions: "Answer questions about pictures with your tools. The first picture of the conversation is 'picture 1'.",
            tools: [.. new GroundingTasks(eyes).AsTools(), .. new ReadingTasks(eyes).AsTools()]);
        var session = await agent.CreateSessionAsync();
        var response = await agent.RunAsync(
            new ChatMessage(ChatRole.User, [picture, new TextContent("How many circles are there?")]), session);

        Assert.Equal("Two.", response.Text);
        Assert.Equal(2, Assert.IsType<JsonElement>(Assert.Single(planner.Results)).GetProperty("count").GetInt32());
    }
}
