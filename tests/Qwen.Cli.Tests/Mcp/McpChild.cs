using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Qwen.Cli.Tests.Mcp;

/// <summary><c>qwenvl mcp</c> as a process of its own, started by the client of the official SDK as any client starts it.</summary>
internal static class McpChild
{
    /// <summary>The command of this build.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "qwenvl.dll");

    /// <summary>Starts it and connects.</summary>
    /// <param name="arguments">What follows <c>mcp</c>.</param>
    /// <param name="roots">Folders that the client opens; null for a client that knows no roots.</param>
    public static Task<McpClient> StartAsync(IReadOnlyList<string> arguments, IReadOnlyList<string>? roots = null)
    {
        var transport = new StdioClientTransport(
            new StdioClientTransportOptions { Command = "dotnet", Arguments = [Program, "mcp", "--device", "cpu", .. arguments] });
        var options = new McpClientOptions();
        if (roots is not null)
        {
#pragma warning disable MCP9005 // as long as clients have roots, they are read
            options.Capabilities = new ClientCapabilities { Roots = new RootsCapability() };
            options.Handlers.RootsHandler = (_, _) => ValueTask.FromResult(
                new ListRootsResult { Roots = [.. roots.Select(root => new Root { Uri = new Uri(root).AbsoluteUri })] });
#pragma warning restore MCP9005
        }

        return McpClient.CreateAsync(transport, options, cancellationToken: TestContext.Current.CancellationToken);
    }
}
