using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using Qwen.Server.Mcp;

namespace Qwen.Server.Tests.Mcp;

/// <summary>An application that hosts the tools over HTTP on a port of its own, and clients of the official SDK.</summary>
internal sealed class McpHost : IAsyncDisposable
{
    private readonly WebApplication application;

    private McpHost(WebApplication application) => this.application = application;

    public Uri Address => new(new Uri(application.Urls.Single()), "/mcp");

    public static async Task<McpHost> StartAsync(Action<QwenToolOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMcpServer().WithHttpTransport().AddQwenTools((_, options) => configure(options));
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.MapQwenMcp();
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new McpHost(application);
    }

    public Task<McpClient> ConnectAsync() => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions { Endpoint = Address, TransportMode = HttpTransportMode.StreamableHttp }),
        cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await application.DisposeAsync();
}
