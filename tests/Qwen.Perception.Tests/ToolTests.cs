using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tests;

public sealed class ToolTests
{
    private const string Answer = "[{\"bbox_2d\": [56, 56, 112, 112], \"label\": \"cup\"}]";

    private static readonly byte[] Picture = TestPicture.Encode(168, 112);

    private readonly FixedAnswerClient client = new(Answer);

    private IReadOnlyList<AIFunction> All =>
    [
        .. new GroundingTasks(client).AsTools(), .. new RecognitionTasks(client).AsTools(), .. new ReadingTasks(client).AsTools(),
        .. new DocumentsTasks(client).AsTools(),
    ];

    [Fact]
    public void Names_carry_their_group_and_are_unique()
    {
        Assert.Contains("grounding_locate", All.Select(tool => tool.Name));
        Assert.Equal(All.Count, All.Select(tool => tool.Name).Distinct().Count());
        Assert.All(All, tool => Assert.Matches("^(grounding|recognition|reading|documents)_[a-z_]+$", tool.Name));
    }

    [Fact]
    public void Every_parameter_has_a_type_and_a_description_and_every_result_a_schema() => Assert.All(All, tool =>
    {
        Assert.NotEmpty(tool.Description);
        Assert.NotNull(tool.ReturnJsonSchema);
        Assert.All(tool.JsonSchema.GetProperty("properties").EnumerateObject(), parameter =>
        {
            Assert.True(parameter.Value.TryGetProperty("type", out _), $"{tool.Name} does not type '{parameter.Name}'.");
            Assert.True(parameter.Value.TryGetProperty("description", out _), $"{tool.Name} does not describe '{parameter.Name}'.");
        });
    });

    [Fact]
    public void A_model_names_a_picture_by_a_text() => Assert.All(All, tool =>
    {
        var media = tool.JsonSchema.GetProperty("properties")
            .EnumerateObject()
            .Where(parameter => parameter.Name is "picture" or "first" or "second" or "document")
            .ToList();
        Assert.NotEmpty(media);
        Assert.All(media, parameter => Assert.Equal(["description", "type"], parameter.Value.EnumerateObject().Select(key => key.Name)));
        Assert.All(media, parameter => Assert.Equal("string", parameter.Value.GetProperty("type").GetString()));
    });

    [Fact]
    public void They_only_look() => Assert.All(All, tool => Assert.Equal(true, tool.AdditionalProperties["readOnlyHint"]));

    [Fact]
    public async Task A_chat_client_runs_them_on_a_picture_of_the_conversation()
    {
        var model = new CallingClient("grounding_locate", new Dictionary<string, object?> { ["picture"] = "picture 2", ["what"] = "cup" });
        using var calling = model.AsBuilder().UseFunctionInvocation().Build();
        await calling.GetResponseAsync(
            [
                new ChatMessage(
                    ChatRole.User, [new DataContent(TestPicture.Encode(56, 56), "image/png"), new DataContent(Picture, "image/png")]),
                new ChatMessage(ChatRole.User, "Where is the cup?"),
            ],
            new ChatOptions { Tools = [.. All] },
            TestContext.Current.CancellationToken);
        var json = Assert.IsType<JsonElement>(model.Result);
        Assert.Equal(168, json.GetProperty("picture_size").GetProperty("width").GetInt32());
        Assert.Equal("cup", json.GetProperty("boxes")[0].GetProperty("label").GetString());
    }

    [Theory]
    [InlineData("picture 2", "the conversation holds 1")]
    [InlineData("picture 0", "the conversation holds 1")]
    [InlineData("picture 999999", "the conversation holds 1")]
    [InlineData("video 1", "the conversation holds 0")]
    [InlineData("/etc/passwd", "no folder is allowed")]
    public async Task A_picture_that_is_not_there_is_a_mistake_of_the_calling_model(string named, string message)
    {
        var model = new CallingClient("grounding_locate", new Dictionary<string, object?> { ["picture"] = named, ["what"] = "cup" });
        using var calling = model.AsBuilder().UseFunctionInvocation().Build();
        await calling.GetResponseAsync(
            [new ChatMessage(ChatRole.User, [new DataContent(Picture, "image/png")])], new ChatOptions { Tools = [.. All] },
            TestContext.Current.CancellationToken);
        Assert.Contains(message, Assert.IsType<ErrorContent>(model.Result).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "picture")]
    [InlineData("{\"picture\": \"\", \"what\": \"cup\"}", "is no picture")]
    [InlineData("{\"picture\": 5, \"what\": \"cup\"}", "cannot be read")]
    [InlineData("{\"picture\": \"data:image/png;base64,AAAA\", \"what\": \"cup\"}", "no picture that can be read")]
    [InlineData("{\"picture\": \"picture 1\", \"what\": \"cup\"}", "the conversation holds 0")]
    public async Task Wrong_arguments_come_back_as_a_marked_mistake(string arguments, string message)
    {
        var locate = new GroundingTasks(client).AsTools().Single(tool => tool.Name == "grounding_locate");
        var result = await locate.InvokeAsync(
            new AIFunctionArguments(JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)),
            TestContext.Current.CancellationToken);
        Assert.Contains(message, Assert.IsType<ErrorContent>(result).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"(uri)\"")]
    [InlineData("\"(bytes)\"")]
    [InlineData("{\"mimeType\": \"image/png\", \"data\": \"(bytes)\"}")]
    [InlineData("{\"type\": \"image\", \"data\": \"(bytes)\", \"mimeType\": \"image/png\"}")]
    [InlineData("{\"type\": \"image_url\", \"image_url\": {\"url\": \"(uri)\"}}")]
    [InlineData("{\"$type\": \"data\", \"uri\": \"(uri)\"}")]
    public async Task A_picture_arrives_in_whatever_json_it_is_written(string form)
    {
        var bytes = Convert.ToBase64String(Picture);
        var json = form.Replace("(bytes)", bytes, StringComparison.Ordinal)
            .Replace("(uri)", "data:image/png;base64," + bytes, StringComparison.Ordinal);
        var locate = new GroundingTasks(client).AsTools().Single(tool => tool.Name == "grounding_locate");
        var result = await locate.InvokeAsync(
            new AIFunctionArguments { ["picture"] = JsonElement.Parse(json), ["what"] = "cup" }, TestContext.Current.CancellationToken);
        Assert.Equal(168, Assert.IsType<JsonElement>(result).GetProperty("picture_size").GetProperty("width").GetInt32());
    }

    [Theory]
    [InlineData("bytes")]
    [InlineData("object")]
    public async Task Damaged_bytes_are_not_repeated(string form)
    {
        var damaged = "iVBORw0KGgo" + string.Concat(Enumerable.Repeat("AbCd/0", 3000));
        object argument = form == "bytes" ? damaged + "@" : JsonElement.Parse($$"""{"mimeType": "image/png", "data": "{{damaged}}@"}""");
        var locate = new GroundingTasks(client).AsTools().Single(tool => tool.Name == "grounding_locate");
        var result = await locate.InvokeAsync(
            new AIFunctionArguments { ["picture"] = argument, ["what"] = "cup" }, TestContext.Current.CancellationToken);
        var message = Assert.IsType<ErrorContent>(result).Message;
        Assert.DoesNotContain("AbCd", message, StringComparison.Ordinal);
        Assert.Contains("base64", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_in_the_json_of_another_tool_is_counted()
    {
        var json = JsonElement.Parse(
            $$"""{"content":[{"type":"image","data":"{{Convert.ToBase64String(Picture)}}","mimeType":"image/png"}]}""");
        var model = new CallingClient("grounding_locate", new Dictionary<string, object?> { ["picture"] = "picture 1", ["what"] = "cup" });
        using var calling = model.AsBuilder().UseFunctionInvocation().Build();
        await calling.GetResponseAsync(
            [
                new ChatMessage(ChatRole.User, "Where is the cup?"),
                new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("0", "shoot")]),
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("0", json)]),
            ],
            new ChatOptions { Tools = [.. All] },
            TestContext.Current.CancellationToken);
        var found = Assert.IsType<JsonElement>(model.Result);
        Assert.Equal(168, found.GetProperty("picture_size").GetProperty("width").GetInt32());
    }

    [Fact]
    public async Task A_drawn_picture_is_content()
    {
        var draw = new GroundingTasks(client).AsTools().Single(tool => tool.Name == "grounding_locate_and_draw");
        var result = await draw.InvokeAsync(
            new AIFunctionArguments { ["picture"] = Picture, ["what"] = "cup" }, TestContext.Current.CancellationToken);
        Assert.Equal(3 * 168, ImageDecoder.Decode(Assert.IsType<DataContent>(result).Data).Width);
    }
}
