using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Qwen.Shared.Media;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Functions;

/// <summary>
/// Finds the pictures and videos of the conversation in which a function is called: "picture 2" is the second picture of all messages,
/// as the chat format counts them.
/// </summary>
internal static partial class ConversationMedia
{
    /// <summary>What a text names; null where it names nothing of the conversation.</summary>
    /// <exception cref="QwenException">There is no picture or video of that number.</exception>
    public static AIContent? Find(string text)
    {
        if (Numbered.Match(text.Trim()) is not { Success: true } match)
            return null;
        var kind = match.Groups[1].Value.Equals("video", StringComparison.OrdinalIgnoreCase) ? "video" : "image";
        var found = FunctionInvokingChatClient.CurrentContext?.Messages.SelectMany(Contents).Where(content => IsOf(content, kind)).ToList()
            ?? [];
        var number = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        return number >= 1 && number <= found.Count
            ? found[number - 1]
            : throw new QwenException($"There is no {text.Trim()}: the conversation holds {found.Count}.");
    }

    private static IEnumerable<AIContent> Contents(ChatMessage message) => message.Contents.SelectMany(content => content switch
    {
        FunctionResultContent { Result: AIContent single } => [single],
        FunctionResultContent { Result: IEnumerable<AIContent> several } => several,
        FunctionResultContent { Result: JsonElement json } => JsonContents.Read(json) ?? [],
        FunctionResultContent { Result: string text } => JsonContents.ReadText(text) ?? [],
        _ => (IEnumerable<AIContent>)[content],
    });

    private static bool IsOf(AIContent content, string kind) => content switch
    {
        DataContent data => data.HasTopLevelMediaType(kind),
        UriContent uri => uri.HasTopLevelMediaType(kind),
        _ => false,
    };

    [GeneratedRegex(@"^(picture|image|video) ([0-9]{1,6})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered { get; }
}
