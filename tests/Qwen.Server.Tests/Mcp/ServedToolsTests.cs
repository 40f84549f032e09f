using Microsoft.Extensions.AI;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Qwen.Testing;

namespace Qwen.Server.Tests.Mcp;

/// <summary>The tools of a server of its own, beside its other endpoints and behind the same queue.</summary>
public sealed class ServedToolsTests(DemoServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tool_is_answered_by_the_served_model()
    {
        await using var client = await ConnectAsync(server.Address);
        var arguments = new Dictionary<string, object?>
        {
            ["picture"] = DemoServer.Picture("count112-00.png"),
            ["what"] = "red triangle",
        };
        var result = await client.CallToolAsync("grounding_locate", arguments, cancellationToken: Token);
        Assert.False(result.IsError ?? false, Text(result));
        Assert.NotEmpty(result.StructuredContent!.Value.GetProperty("boxes").EnumerateArray());
    }

    [Fact]
    public async Task A_file_that_no_folder_allows_is_refused()
    {
        await using var client = await ConnectAsync(server.Address);
        var path = Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", "count112-00.png");
        var result = await client.CallToolAsync(
            "grounding_locate", new Dictionary<string, object?> { ["picture"] = path, ["what"] = "red triangle" },
            cancellationToken: Token);
        Assert.True(result.IsError);
        Assert.Contains("no folder is allowed", Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_was_let_go_is_opened_again_and_a_full_queue_is_told()
    {
        var opened = new List<GatedClient>();
        var options = new QwenServerHostOptions { Server = new QwenServerOptions { MaxConcurrentRequests = 1, MaxWaitingRequests = 0 } };
        var model = new QwenServedModel("gated", _ =>
        {
            opened.Add(new GatedClient());
            return Task.FromResult<IChatClient>(opened[^1]);
        })
        {
            IdleTime = TimeSpan.FromMilliseconds(20)
        };
        await using var host = await QwenServerHost.StartAsync([model], options, Token);
        await using var client = await ConnectAsync(host.Address);
        await Wait.UntilAsync(() => opened[0].Disposed);

        var arguments = new Dictionary<string, object?> { ["picture"] = DemoServer.Picture("count112-00.png"), ["what"] = "cup" };
        var first = client.CallToolAsync("grounding_locate", arguments, cancellationToken: Token).AsTask();
        await Wait.UntilAsync(() => opened[^1].Running == 1);
        var second = await client.CallToolAsync("grounding_locate", arguments, cancellationToken: Token);
        Assert.True(second.IsError);
        Assert.Contains("queue is full", Text(second), StringComparison.Ordinal);
        Assert.True(opened.Count > 1);
        opened[^1].Open();
        await first;
    }

    private static Task<McpClient> ConnectAsync(Uri address) => McpClient.CreateAsync(
        new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri(address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp }),
        cancellationToken: Token);

    private static string Text(CallToolResult result) =>
        string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
