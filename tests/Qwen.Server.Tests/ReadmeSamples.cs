using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen.Testing;

namespace Qwen.Server.Tests;

/// <summary>The code of the pages; the endpoints that it maps are those that the other tests ask.</summary>
public sealed class ReadmeSamples
{
    [Theory]
    [InlineData("src/Qwen.Server/README.md")]
    [InlineData("docs/server.md")]
    public void The_pages_show_this_code(string page) => ReadmeCode.AssertIsPartOf(page, "tests/Qwen.Server.Tests/ReadmeSamples.cs");

    internal static void Package(WebApplicationBuilder builder)
    {
        builder.Services.AddQwenChatClient(options => options.CheckpointFolder = "Qwen/Qwen2.5-VL-3B-Instruct");
        var app = builder.Build();
        app.MapQwenChatCompletions();
        app.Run();
    }

    internal static void Page(WebApplicationBuilder builder, string key)
    {
        builder.Services.AddQwenChatClient(options => options.CheckpointFolder = "Qwen/Qwen2.5-VL-3B-Instruct").UseOpenTelemetry();
        var app = builder.Build();
        app.MapQwenChatCompletions(options: new QwenServerOptions { ApiKeys = [key], AllowedHosts = ["models.example"] });
    }
}
