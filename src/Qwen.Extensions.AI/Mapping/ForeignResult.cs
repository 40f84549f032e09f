using Microsoft.Extensions.AI;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>What calls that another service or middleware ran came back with.</summary>
internal static class ForeignResult
{
    /// <summary>The outputs; an address among what a search found is text, for nobody asked to open it.</summary>
    public static IReadOnlyList<AIContent> OutputsOf(ToolResultContent result) => result switch
    {
        McpServerToolResultContent tool => [.. tool.Outputs ?? []],
        CodeInterpreterToolResultContent code => [.. code.Outputs ?? []],
        ImageGenerationToolResultContent images => [.. images.Outputs ?? []],
        WebSearchToolResultContent { Outputs: { } found } =>
            [.. found.Select(output => output is UriContent page ? new TextContent($"{page.Uri}\n") : output)],
        _ => [],
    };

    /// <summary>A note in place of content that is not shown.</summary>
    public static string Describe(AIContent content) => content switch
    {
        HostedFileContent { Name: { Length: > 0 } name } => $"[The file '{name}', which another service keeps]",
        HostedFileContent file => $"[The file '{file.FileId}', which another service keeps]",
        HostedVectorStoreContent store => $"[The store '{store.VectorStoreId}', which another service keeps]",
        _ => $"[{content.GetType().Name}, which is not shown here]",
    };
}
