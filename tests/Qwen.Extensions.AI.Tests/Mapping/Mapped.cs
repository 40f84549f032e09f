using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Mapping;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Tests.Mapping;

/// <summary>Conversations through the mapper, and a short form of what comes out: pictures in brackets, results in braces.</summary>
internal static class Mapped
{
    public static ChatMessageMapper Mapper(QwenChatClientOptions? options = null) =>
        new(new MediaPreparer(Pictures.Preprocessor, Pictures.Vision, options ?? new QwenChatClientOptions()));

    public static Task<IReadOnlyList<ChatTurn>> MapAsync(params ChatMessage[] messages) =>
        Mapper().MapAsync(messages, null, MediaHints.None, default);

    public static async Task<string> RefusalAsync(params ChatMessage[] messages) =>
        (await Assert.ThrowsAsync<QwenException>(() => MapAsync(messages))).Message;

    public static ChatMessage User(params AIContent[] contents) => new(ChatRole.User, contents);

    public static ChatMessage Assistant(params AIContent[] contents) => new(ChatRole.Assistant, contents);

    public static ChatMessage Result(object? result) => new(ChatRole.Tool, [new FunctionResultContent("1", result)]);

    public static DataContent Picture(int width, int height) => new(Pictures.Encode(width, height), "image/png");

    public static FunctionCallContent Call(string id, string name, Dictionary<string, object?>? arguments = null) =>
        new(id, name, arguments);

    public static string[] Describe(IEnumerable<ChatTurn> turns) =>
        [.. turns.Select(turn => $"{turn.Role}: {string.Concat(turn.Parts.Select(Describe))}")];

    private static string Describe(ChatPart part) => part switch
    {
        TextPart text => text.Text,
        MediaPart media => $"[{media.Vision.ModelSize}]",
        ToolCallPart call => $"<{call.Name}({call.ArgumentsJson})>",
        ToolResultPart result => $"{{{string.Concat(result.Content.Select(Describe))}}}",
        _ => part.ToString(),
    };
}
