using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>Calls that another service or middleware ran itself, as the calls of functions that the model knows.</summary>
internal static class ForeignCall
{
    /// <summary>The call.</summary>
    public static ToolCallPart ToPart(ToolCallContent call) => new(NameOf(call), ArgumentsOf(call));

    /// <summary>What is called.</summary>
    public static string NameOf(ToolCallContent call) => call switch
    {
        FunctionCallContent function => function.Name,
        McpServerToolCallContent tool => tool.Name,
        WebSearchToolCallContent => "web_search",
        CodeInterpreterToolCallContent => "code_interpreter",
        ImageGenerationToolCallContent => "image_generation",
        _ => call.GetType().Name.Replace("ToolCallContent", "", StringComparison.Ordinal),
    };

    private static string ArgumentsOf(ToolCallContent call) => call switch
    {
        FunctionCallContent function => ToolResultMapper.WriteArguments(function.Arguments),
        McpServerToolCallContent tool => ToolResultMapper.WriteArguments(tool.Arguments),
        WebSearchToolCallContent { Queries: { } queries } => Write("queries", [.. queries]),
        CodeInterpreterToolCallContent { Inputs: { } inputs } => Write("inputs", [.. inputs.Select(Describe)]),
        _ => "{}",
    };

    private static string Write(string name, string[] values) =>
        ToolResultMapper.WriteArguments(new Dictionary<string, object?> { [name] = JsonSerializer.SerializeToElement(
            values, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(string[]))) });

    private static string Describe(AIContent input) => input switch
    {
        TextContent text => text.Text,
        DataContent data when TextFile.IsDeclared(data.MediaType, data.Name) => Encoding.UTF8.GetString(data.Data.Span),
        DataContent data => $"[{data.Name ?? data.MediaType}]",
        HostedFileContent file => $"[{file.Name ?? file.FileId}]",
        _ => $"[{input.GetType().Name}]",
    };
}
