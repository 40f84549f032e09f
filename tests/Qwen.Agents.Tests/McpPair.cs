using System.IO.Pipelines;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Qwen.Agents.Tests;

/// <summary>A server with tools and a client of it, joined by two pipes in this process.</summary>
internal sealed class McpPair : IAsyncDisposable
{
    private readonly McpServer server;
    private readonly Task running;

    private McpPair(McpServer server, McpClient client, Task running) => (this.server, Client, this.running) = (server, client, running);

    public McpClient Client { get; }

    public static async Task<McpPair> StartAsync(IEnumerable<McpServerTool> tools, CancellationToken cancellationToken)
    {
        var (up, down) = (new Pipe(), new Pipe());
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "test", Version = "1" },
            ToolCollection = [.. tools]
        };
        var server = McpServer.Create(new StreamServerTransport(up.Reader.AsStream(), down.Writer.AsStream()), options);
        var running = server.RunAsync(cancellationToken);
        var client = await McpClient.CreateAsync(
            new StreamClientTransport(up.Writer.AsStream(), down.Reader.AsStream()), cancellationToken: cancellationToken);
        return new McpPair(server, client, running);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await server.DisposeAsync();
        await running;
    }
}
