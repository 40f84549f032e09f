using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Qwen.SemanticKernel.Chat;
using KernelText = Microsoft.SemanticKernel.TextContent;
using PlainText = Microsoft.Extensions.AI.TextContent;

namespace Qwen.SemanticKernel.Plugins;

/// <summary>
/// Values between the two vocabularies of content: arguments of tasks, results that reach the model, which would otherwise be written out
/// as JSON, and results of tasks.
/// </summary>
internal static class KernelValues
{
    /// <summary>Content of Microsoft.Extensions.AI for a value of Semantic Kernel; null for what is none.</summary>
    public static object? FromKernel(object value) => value switch
    {
        FunctionResult function => function.GetValue<object>() is { } inner ? FromKernel(inner) ?? inner : "",
        ChatMessageContent message => SentHistory.Complete(message).ToChatMessage(),
        KernelContent content => Bridge(content),
        IEnumerable<KernelContent> several => several.Select(FromKernel).ToList(),
        _ => null,
    };

    /// <summary>A result as functions of a kernel return it; a mistake of the caller is text.</summary>
    public static object? ToKernel(object? value) => value switch
    {
        ErrorContent mistake => $"Error: {mistake.Message}",
        AIContent content => ToKernel(content),
        IEnumerable<AIContent> several => several.Select(ToKernel).ToList(),
        _ => value,
    };

    // the bridge knows whole messages only, and no bytes without a media type: those say themselves what they are
    private static AIContent? Bridge(KernelContent content)
    {
        var message = new ChatMessageContent { Role = AuthorRole.Tool, Items = [SentHistory.Complete(content)] };
        return message.ToChatMessage().Contents.FirstOrDefault();
    }

    private static KernelContent ToKernel(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") => new ImageContent(data.Data, data.MediaType),
        DataContent data => new BinaryContent(data.Data, data.MediaType),
        PlainText text => new KernelText(text.Text),
        _ => throw new NotSupportedException($"A result of {content.GetType()} has no counterpart in a kernel."),
    };
}
