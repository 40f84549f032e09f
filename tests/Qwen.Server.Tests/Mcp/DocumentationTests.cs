using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using Qwen.Server.Mcp;
using Qwen.Testing;

namespace Qwen.Server.Tests.Mcp;

/// <summary>The code of the page on the protocol; it runs here.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void The_page_shows_this_code() => ReadmeCode.AssertIsPartOf("docs/mcp.md", "tests/Qwen.Server.Tests/Mcp/DocumentationTests.cs");

    [Fact]
    public async Task A_server_of_your_own()
    {
        var folder = RepositoryFiles.DemoCheckpoint;
        var builder = WebApplication.CreateSlimBuilder();

        builder.Services.AddQwenChatClient(options => options.CheckpointFolder = folder);
        builder.Services.AddMcpServer().WithHttpTransport().AddQwenTools((_, options) => options.AllowedFolders = ["/srv/pictures"]);
        await using var application = builder.Build();
        application.MapQwenMcp("/mcp");

        var tools = application.Services.GetRequiredService<IOptions<McpServerOptions>>().Value.ToolCollection!;
        Assert.Contains(tools, tool => tool.ProtocolTool.Name == "grounding_locate");
    }
}
