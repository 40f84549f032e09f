using System.Text.Json;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Qwen.Shared.Functions;
using Qwen.VisionLanguage;

namespace Qwen.Server.Mcp;

/// <summary>A task as a tool of the protocol. Safe for concurrent use, as far as its function is.</summary>
internal sealed class TaskTool : McpServerTool
{
    private readonly TaskToolset set;
    private readonly int group;
    private readonly IReadOnlyDictionary<string, bool> media;
    private readonly bool wrapped;

    /// <summary>Makes the tool.</summary>
    /// <param name="set">What it shares with the others.</param>
    /// <param name="group">Number of its group.</param>
    /// <param name="function">Its function, for name, description, schemas and hints.</param>
    public TaskTool(TaskToolset set, int group, AIFunction function)
    {
        this.set = set;
        this.group = group;
        media = (IReadOnlyDictionary<string, bool>)function.AdditionalProperties[TaskServiceKeys.Media]!;
        ProtocolTool = new Tool
        {
            Name = function.Name,
            Title = ToTitle(function.Name),
            Description = function.Description,
            InputSchema = ToolSchemas.Input(function, media),
            OutputSchema = ToolSchemas.Output(function, out wrapped),
            Annotations = new ToolAnnotations
            {
                Title = ToTitle(function.Name),
                ReadOnlyHint = function.AdditionalProperties["readOnlyHint"] as bool?,
                DestructiveHint = function.AdditionalProperties["destructiveHint"] as bool?,
                OpenWorldHint = function.AdditionalProperties["openWorldHint"] as bool?,
            },
        };
    }

    /// <inheritdoc/>
    public override Tool ProtocolTool { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var progress = CallProgress.Begin(request);
        try
        {
            var (arguments, roots) = await ReadAsync(request, cancellationToken).ConfigureAwait(false);
            var function = set.Groups.Find(group, ProtocolTool.Name, new TaskCall(roots, progress));
            using var turn = await set.EnterAsync(group, cancellationToken).ConfigureAwait(false);
            var result = await function.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false);
            return set.Results.Create(result, ProtocolTool.OutputSchema is not null, wrapped);
        }
        catch (QwenException mistake)
        {
            return ToolResult.Mistake(mistake.Message);
        }
    }

    // an argument that is null was left out: calling models write it so
    private async Task<(AIFunctionArguments Arguments, IReadOnlyList<string> Roots)> ReadAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var arguments = new AIFunctionArguments { Services = request.Services };
        foreach (var (name, value) in request.Params?.Arguments ?? new Dictionary<string, JsonElement>())
        {
            if (value.ValueKind is not JsonValueKind.Null)
                arguments[name] = media.ContainsKey(name) ? set.Media.Read(name, value) : value;
        }

        if (!media.Keys.Any(name => arguments.TryGetValue(name, out var value) && value is not null && MediaArgument.NamesFile(value)))
            return (arguments, []);
        IReadOnlyList<string> roots = set.UseClientRoots
            ? await ClientRoots.ListAsync(request.Server, cancellationToken).ConfigureAwait(false)
            : [];
        foreach (var name in media.Keys.Where(arguments.ContainsKey))
            arguments[name] = MediaArgument.Complete(arguments[name]!, [.. set.Groups.Folders, .. roots]);
        return (arguments, roots);
    }

    // grounding_locate_and_draw: Locate and draw (grounding)
    private static string ToTitle(string name)
    {
        var group = name.StartsWith("video_index_", StringComparison.Ordinal) ? "video_index" : name.Split('_')[0];
        var task = name[(group.Length + 1)..].Replace('_', ' ');
        return $"{char.ToUpperInvariant(task[0])}{task[1..]} ({group.Replace('_', ' ')})";
    }
}
