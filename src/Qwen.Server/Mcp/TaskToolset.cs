using System.Reflection;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Qwen.Server.Mcp;

/// <summary>All tools of one server and what they share.</summary>
internal sealed class TaskToolset : IDisposable
{
    private const string Instructions =
        "Tools that look at pictures, documents and videos: find, point, count, read, extract, parse, search. Coordinates are pixels of "
        + "the picture that was given, times are seconds of the video. Pictures are named by path, or sent as data URI, base64 or content.";

    private readonly SemaphoreSlim screen = new(1);
    private readonly DrawingStore drawings;

    /// <summary>Makes the tools; the client and what the options hold stay the caller's.</summary>
    public TaskToolset(IChatClient client, QwenToolOptions options)
    {
        Groups = new TaskGroups(client, options);
        UseClientRoots = options.UseClientRoots;
        drawings = new DrawingStore(options.MaxDrawings);
        Media = new MediaArgument(drawings);
        Results = new ToolResult(drawings);
        Tools = [.. Groups.List().Select(listed => new TaskTool(this, listed.Group, listed.Function))];
        Resources = [new DrawingResource(drawings)];
    }

    /// <summary>The tools.</summary>
    public IReadOnlyList<McpServerTool> Tools { get; }

    /// <summary>What they make that can be read again.</summary>
    public IReadOnlyList<McpServerResource> Resources { get; }

    /// <summary>Makes their functions.</summary>
    public TaskGroups Groups { get; }

    /// <summary>Reads pictures, videos and documents.</summary>
    public MediaArgument Media { get; }

    /// <summary>Writes results.</summary>
    public ToolResult Results { get; }

    /// <summary>Whether clients open their roots.</summary>
    public bool UseClientRoots { get; }

    /// <summary>Puts tools and resources into a server, beside what it has; a tool of the same name that is there already stays.</summary>
    public void AddTo(McpServerOptions server)
    {
        server.ServerInfo ??= new Implementation { Name = "qwenvl", Title = "Qwen2.5-VL", Version = Version };
        server.ServerInstructions ??= Instructions;
        server.ToolCollection ??= [];
        server.ResourceCollection ??= [];
        foreach (var tool in Tools)
            server.ToolCollection.TryAdd(tool);
        foreach (var resource in Resources)
            server.ResourceCollection.TryAdd(resource);
    }

    /// <summary>Waits for a turn where the group is of those who take turns, as callers of a screen do; the result ends the turn.</summary>
    public async ValueTask<IDisposable?> EnterAsync(int group, CancellationToken cancellationToken)
    {
        if (!Groups.TakesTurns(group))
            return null;
        await screen.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(screen);
    }

    /// <inheritdoc/>
    public void Dispose() => screen.Dispose();

    private static string Version =>
        typeof(TaskToolset).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
