using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using KernelText = Microsoft.SemanticKernel.TextContent;
using PlainText = Microsoft.Extensions.AI.TextContent;

namespace Qwen.SemanticKernel.Plugins;

/// <summary>Arguments and results of functions between the two vocabularies of content; what is no content passes through.</summary>
internal static class KernelValues
{
    /// <summary>An argument as the tasks take it.</summary>
    public static object? FromKernel(object? value) => value switch
    {
        BinaryContent { Data: { IsEmpty: false } bytes } content => new DataContent(bytes, content.MimeType ?? "application/octet-stream"),
        BinaryContent { DataUri: { } text } => text,
        BinaryContent { Uri: { } address } => address,
        _ => value,
    };

    /// <summary>A result as functions of a kernel return it; a mistake of the caller is text.</summary>
    public static object? ToKernel(object? value) => value switch
    {
        ErrorContent mistake => $"Error: {mistake.Message}",
        AIContent content => ToKernel(content),
        IEnumerable<AIContent> several => several.Select(ToKernel).ToList(),
        _ => value,
    };

    private static KernelContent ToKernel(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") => new ImageContent(data.Data, data.MediaType),
        DataContent data => new BinaryContent(data.Data, data.MediaType),
        PlainText text => new KernelText(text.Text),
        _ => throw new NotSupportedException($"A result of {content.GetType()} has no counterpart in a kernel."),
    };
}
