using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace Qwen.Server.Mcp;

/// <summary>A server of the Model Context Protocol for a client that starts it as its child.</summary>
public static class QwenMcpServer
{
    /// <summary>
    /// Speaks the protocol over standard input and output until the client closes it. What anything else in this process writes to
    /// <see cref="Console.Out"/> meanwhile goes to <see cref="Console.Error"/>.
    /// </summary>
    /// <param name="options">The tools; <see cref="QwenToolOptions.Client"/> must be set.</param>
    /// <param name="loggerFactory">Who is told what happens; never standard output.</param>
    /// <param name="cancellationToken">Ends the server.</param>
    /// <exception cref="ArgumentException">There is no client.</exception>
    public static async Task RunAsync(
        QwenToolOptions options, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Client is not { } client)
        {
            throw new ArgumentException(
                $"{nameof(QwenToolOptions)}.{nameof(QwenToolOptions.Client)} is not set: there is nobody who looks.", nameof(options));
        }

        var written = Console.Out;
        Console.SetOut(Console.Error);
        try
        {
            using var set = new TaskToolset(client, options);
            var server = new McpServerOptions();
            set.AddTo(server);
            await using var transport = new StdioServerTransport(server, loggerFactory);
            await using var running = McpServer.Create(transport, server, loggerFactory);
            await running.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Console.SetOut(written);
        }
    }
}
