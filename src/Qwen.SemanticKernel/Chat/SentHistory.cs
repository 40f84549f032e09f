using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Qwen.Shared.Media;

namespace Qwen.SemanticKernel.Chat;

/// <summary>A history as the kernel's adapter can read it; the caller's stays as it is.</summary>
internal static class SentHistory
{
    /// <summary>The same history where nothing is to be changed, else another one.</summary>
    public static ChatHistory Create(ChatHistory history)
    {
        if (!history.SelectMany(message => message.Items).Any(IsUnclear))
            return history;
        var sent = new ChatHistory();
        sent.AddRange(history.Select(Complete));
        return sent;
    }

    /// <summary>The same message where nothing is to be changed, else another one.</summary>
    public static ChatMessageContent Complete(ChatMessageContent message) => message.Items.Any(IsUnclear) ? Copy(message) : message;

    /// <summary>Bytes under a media type: the one that they speak for where none is given, or one that is none.</summary>
    public static KernelContent Complete(KernelContent content)
    {
        if (content is not BinaryContent { Data: { } bytes } binary || !LacksType(binary))
            return content;
        var type = MediaSniffer.GuessType(bytes.Span);
        BinaryContent complete = binary is ImageContent || type == "image/*"
            ? new ImageContent(bytes, type)
            : new BinaryContent(bytes, type);
        (complete.ModelId, complete.InnerContent, complete.Metadata) = (binary.ModelId, binary.InnerContent, binary.Metadata);
        return complete;
    }

    private static bool IsUnclear(KernelContent content) =>
        (content is BinaryContent binary && LacksType(binary)) || content is FunctionCallContent { PluginName.Length: > 0 };

    private static bool LacksType(BinaryContent content) =>
        content is { Uri: null, Data.IsEmpty: false } && content.MimeType?.Contains('/', StringComparison.Ordinal) != true;

    private static ChatMessageContent Copy(ChatMessageContent message) => new(
        message.Role, [.. message.Items.Select(item => item is FunctionCallContent call ? FunctionNames.Join(call) : Complete(item))],
        message.ModelId, message.InnerContent, message.Encoding, message.Metadata)
    {
#pragma warning disable SKEXP0001 // names of authors are under evaluation there
        AuthorName = message.AuthorName,
#pragma warning restore SKEXP0001
    };
}
