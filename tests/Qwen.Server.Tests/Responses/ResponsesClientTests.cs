using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI.Responses;
using Qwen.Testing;

#pragma warning disable OPENAI001 // the package marks its client of this form as one that may change

namespace Qwen.Server.Tests.Responses;

/// <summary>The official package, through Microsoft.Extensions.AI.OpenAI, speaking the form of responses.</summary>
public sealed class ResponsesClientTests(DemoServer server)
{
    private readonly IChatClient client = new ResponsesClient(
        new ApiKeyCredential("none"), new ResponsesClientOptions
        {
            Endpoint = new Uri(server.Address, "/v1"),
            RetryPolicy = new ClientRetryPolicy(0)
        }).AsIChatClient(DemoServer.Model);

    [Fact]
    public async Task A_picture_is_answered_whole_and_in_pieces()
    {
        var picture = await File.ReadAllBytesAsync(Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", "count112-00.png"));
        var question = new ChatMessage(
            ChatRole.User, [new DataContent(picture, "image/png"), new TextContent("How many red triangles are there in the image?")]);
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 64 };
        var whole = await client.GetResponseAsync([question], options);
        Assert.Equal("There is 1 red triangle in the image.", whole.Text);
        Assert.True(whole.Usage!.InputTokenCount > 16);
        var updates = await client.GetStreamingResponseAsync([question], options).ToListAsync();
        Assert.Equal(whole.Text, updates.ToChatResponse().Text);
        Assert.True(updates.Count(update => update.Text.Length > 0) > 5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_is_called_and_its_result_goes_back(bool streaming)
    {
        var calls = 0;
        using var calling = client.AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = 64,
            Tools = [AIFunctionFactory.Create(() => ++calls, "look")],
            ToolMode = ChatToolMode.RequireSpecific("look")
        };
        var response = streaming
            ? await calling.GetStreamingResponseAsync("Look.", options).ToChatResponseAsync()
            : await calling.GetResponseAsync("Look.", options);
        Assert.True(calls > 0);
        Assert.Contains(response.Messages, message => message.Role == ChatRole.Tool);
    }

    [Fact]
    public async Task A_mistake_has_its_status()
    {
        var damaged = new ChatMessage(ChatRole.User, [new DataContent("no picture"u8.ToArray(), "image/png")]);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.GetResponseAsync([damaged]));
        Assert.Equal(400, error.Status);
    }
}
