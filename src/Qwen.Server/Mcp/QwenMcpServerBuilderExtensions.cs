using Microsoft.Extensions.AI;
using ModelContextProtocol.Server;
using Qwen.Server;
using Qwen.Server.Mcp;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the tasks over pictures, documents, videos and screens to a server of the Model Context Protocol.</summary>
public static class QwenMcpServerBuilderExtensions
{
    /// <summary>
    /// Adds the tools to a server that an application hosts itself, whatever its transport: <c>services.AddMcpServer().AddQwenTools()</c>.
    /// </summary>
    /// <param name="builder">The server.</param>
    /// <param name="configure">Sets what the tools may read and touch; null for the defaults: no folder, no index, no screen.</param>
    /// <returns>The same builder.</returns>
    public static IMcpServerBuilder AddQwenTools(
        this IMcpServerBuilder builder, Action<IServiceProvider, QwenToolOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(services =>
        {
            var options = new QwenToolOptions();
            configure?.Invoke(services, options);
            return new TaskToolset(options.Client ?? services.GetRequiredService<IChatClient>(), options);
        });
        return builder.AddToolset();
    }

    internal static IMcpServerBuilder AddQwenTools(this IMcpServerBuilder builder, TaskToolset tools)
    {
        builder.Services.AddSingleton(_ => tools); // made here, so that it is disposed here
        return builder.AddToolset();
    }

    private static IMcpServerBuilder AddToolset(this IMcpServerBuilder builder)
    {
        builder.Services.AddOptions<McpServerOptions>().PostConfigure<TaskToolset>((server, set) => set.AddTo(server));
        return builder;
    }
}
