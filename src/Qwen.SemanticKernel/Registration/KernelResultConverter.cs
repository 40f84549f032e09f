using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Qwen.SemanticKernel.Registration;

/// <summary>
/// Lets pictures that a kernel function returns reach the model: results arrive as Semantic Kernel's own content objects,
/// which would otherwise be written out as JSON.
/// </summary>
internal static class KernelResultConverter
{
    /// <summary>Content of Microsoft.Extensions.AI for a result of Semantic Kernel; null for anything else.</summary>
    public static object? Convert(object result) => result switch
    {
        FunctionResult function => function.GetValue<object>() is { } value ? Convert(value) ?? value : "",
        ChatMessageContent message => message.ToChatMessage(),
        KernelContent content => ConvertOne(content),
        _ => null,
    };

    // the bridge knows whole messages only
    private static AIContent? ConvertOne(KernelContent content)
    {
        var message = new ChatMessageContent { Role = Microsoft.SemanticKernel.ChatCompletion.AuthorRole.Tool, Items = [content] };
        return message.ToChatMessage().Contents.FirstOrDefault();
    }
}
