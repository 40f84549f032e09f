using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;

namespace Qwen.Agents.Tests;

/// <summary>The tools as they are, handed to the official SDK of the Model Context Protocol.</summary>
public sealed class McpToolTests
{
    private const string Answer = "[{\"bbox_2d\": [56, 56, 112, 112], \"label\": \"cup\"}]";

    private static readonly string Picture = $"data:image/png;base64,{Convert.ToBase64String(TestPicture.Encode(168, 112))}";

    private readonly FixedAnswerClient client = new(Answer);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_one_is_listed_with_its_schemas()
    {
        await using var tasks = new AllTasks(client);
        await using var pair = await StartAsync(tasks, structured: true);
        var tools = await pair.Client.ListToolsAsync(cancellationToken: Token);
        Assert.Equal(tasks.Tools.Select(tool => tool.Name).Order(), tools.Select(tool => tool.Name).Order());
        Assert.All(tools, tool =>
        {
            Assert.Equal("object", tool.JsonSchema.GetProperty("type").GetString());
            Assert.NotNull(tool.ReturnJsonSchema);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_typed_result_is_text_and_structure(bool structured)
    {
        await using var tasks = new AllTasks(client);
        await using var pair = await StartAsync(tasks, structured);
        var result = await CallAsync(pair, "grounding_locate", ("picture", Picture), ("what", "cup"));
        Assert.False(result.IsError ?? false);
        var text = JsonSerializer.Deserialize<JsonElement>(Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
        Assert.Equal("cup", text.GetProperty("boxes")[0].GetProperty("label").GetString());
        Assert.Equal(structured, result.StructuredContent is { } same && JsonElement.DeepEquals(same, text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_drawn_picture_is_an_image_block(bool structured)
    {
        await using var tasks = new AllTasks(client);
        await using var pair = await StartAsync(tasks, structured);
        var result = await CallAsync(pair, "grounding_locate_and_draw", ("picture", Picture), ("what", "cup"));
        var image = Assert.IsType<ImageContentBlock>(Assert.Single(result.Content));
        Assert.Equal("image/png", image.MimeType);
        Assert.Equal(3 * 168, ImageDecoder.Decode(image.DecodedData).Width);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Looking_at_a_screen_gives_words_and_a_picture(bool structured)
    {
        await using var tasks = new AllTasks(client);
        await using var pair = await StartAsync(tasks, structured);
        var result = await CallAsync(pair, "screens_see_screen");
        Assert.Equal(["text", "image"], result.Content.Select(block => block.Type));
    }

    [Theory]
    [InlineData("grounding_locate", "picture", "/etc/passwd", "no folder is allowed")]
    [InlineData("grounding_locate", "picture", "https://example.org/a.png", "nothing is fetched")]
    [InlineData("grounding_locate_and_draw", "picture", "garbage", "no folder is allowed")]
    [InlineData("grounding_locate", "picture", "picture 1", "the conversation holds 0")]
    [InlineData("videos_describe", "video", "data:video/mp4;base64,AAAA", "video")]
    [InlineData("documents_read_document", "document", "data:application/pdf;base64,JVBERi0=", "PDF")]
    [InlineData("screens_tap", "x", "100000", "outside")]
    public async Task A_mistake_is_marked(string function, string name, string value, string message)
    {
        await using var tasks = new AllTasks(client);
        foreach (var structured in new[] { false, true })
        {
            await using var pair = await StartAsync(tasks, structured);
            var result = await CallAsync(pair, function, (name, value), ("what", "cup"), ("y", 3));
            Assert.True(result.IsError);
            Assert.Contains(message, Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Missing_arguments_are_marked()
    {
        await using var tasks = new AllTasks(client);
        await using var pair = await StartAsync(tasks, structured: true);
        var result = await CallAsync(pair, "grounding_locate");
        Assert.True(result.IsError);
        Assert.Contains("picture", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_calls_them_through_the_protocol()
    {
        await using var tasks = new AllTasks(client);
        await using var pair = await StartAsync(tasks, structured: true);
        var planner = new Planner(
            Planner.Call("grounding_count", ("picture", Picture), ("what", "cups")), new TextContent("One."));
        var agent = planner.AsAIAgent(tools: [.. await pair.Client.ListToolsAsync(cancellationToken: Token)]);
        var response = await agent.RunAsync("How many?", cancellationToken: Token);
        Assert.Equal("One.", response.Text);
        Assert.Contains("cup", $"{Assert.Single(planner.Results)}", StringComparison.Ordinal);
    }

    private static Task<McpPair> StartAsync(AllTasks tasks, bool structured) => McpPair.StartAsync(
        tasks.Tools.Select(tool => McpServerTool.Create(tool, new McpServerToolCreateOptions { UseStructuredContent = structured })),
        Token);

    private static async Task<CallToolResult> CallAsync(McpPair pair, string function, params (string Name, object? Value)[] arguments) =>
        await pair.Client.CallToolAsync(
            function, arguments.ToDictionary(argument => argument.Name, argument => argument.Value), cancellationToken: Token);
}
