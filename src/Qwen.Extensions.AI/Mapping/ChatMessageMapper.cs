using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Extensions.AI.Tools;
using Qwen.Shared.Answers;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>
/// Translates messages into the model's own vocabulary. What it cannot translate it refuses by name, never skips. Safe for concurrent
/// use.
/// </summary>
internal sealed class ChatMessageMapper(MediaPreparer media, Func<object, object?>? resultConverter = null)
{
    private readonly ToolResultMapper results = new(resultConverter);

    /// <summary>Translates a conversation.</summary>
    /// <param name="messages">The messages; not changed.</param>
    /// <param name="instructions">The first system message; null for none.</param>
    /// <param name="hints">What the request says about all its media.</param>
    /// <param name="cancellationToken">Stops between media and inside videos.</param>
    /// <exception cref="QwenException">A part cannot be read; the message says which and why.</exception>
    public async Task<IReadOnlyList<ChatTurn>> MapAsync(
        IEnumerable<ChatMessage> messages, string? instructions, MediaHints hints, CancellationToken cancellationToken)
    {
        var turns = new TurnList();
        if (instructions is not null)
            turns.Add(ChatTurnRole.System, new TextPart(instructions));

        var number = 0;
        foreach (var message in messages)
        {
            number++;
            var role = MapRole(message.Role, number);
            if (role != ChatTurnRole.Tool)
                turns.Begin(role);
            for (var i = 0; i < message.Contents.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var place = $"Part {i + 1} of message {number} ({message.Role})";
                await AddAsync(message.Contents[i], role, place, turns, hints, cancellationToken).ConfigureAwait(false);
            }
        }

        var result = turns.ToTurns();
        return result.Count > 0 ? result : throw new QwenException("The request has no messages: send at least one.");
    }

    private async Task AddAsync(
        AIContent content, ChatTurnRole role, string place, TurnList turns, MediaHints hints, CancellationToken cancellationToken)
    {
        switch (content)
        {
            case FunctionCallContent { Exception: not null, RawRepresentation: string raw }:
                turns.Add(ChatTurnRole.Assistant, new TextPart($"{ToolCallParser.OpenTag}\n{raw.Trim()}\n{ToolCallParser.CloseTag}"));
                break;

            case FunctionCallContent call:
                turns.Add(ChatTurnRole.Assistant, new ToolCallPart(call.Name, ToolResultMapper.WriteArguments(call.Arguments)));
                break;

            case FunctionResultContent result:
                turns.Add(ChatTurnRole.Tool, await MapResultAsync(result, place, hints, cancellationToken).ConfigureAwait(false));
                break;

            default:
                if (await MapPlainAsync(content, place, hints, cancellationToken).ConfigureAwait(false) is not { } plain)
                    break;
                if (role == ChatTurnRole.Tool)
                    turns.AddToResult(plain);
                else
                    turns.Add(role, plain);
                break;
        }
    }

    private async Task<ToolResultPart> MapResultAsync(
        FunctionResultContent result, string place, MediaHints hints, CancellationToken cancellationToken)
    {
        List<ChatPart> parts = [];
        foreach (var item in results.Map(result))
        {
            var itemPlace = $"{place}, the result of call '{result.CallId}',";
            if (await MapPlainAsync(item, itemPlace, hints, cancellationToken).ConfigureAwait(false) is { } part)
                parts.Add(part);
        }

        return new ToolResultPart(parts);
    }

    // text and media; null for content that carries nothing the model should read
    private async Task<ChatPart?> MapPlainAsync(AIContent content, string place, MediaHints hints, CancellationToken cancellationToken)
    {
        switch (content)
        {
            case TextContent text:
                return new TextPart(text.Text);

            case DataContent data:
                return new MediaPart(await media.PrepareAsync(data, hints, place, cancellationToken).ConfigureAwait(false));

            case UriContent uri:
                return new MediaPart(await media.PrepareAsync(uri, hints, place, cancellationToken).ConfigureAwait(false));

            case QwenVideoContent video:
                return new MediaPart(media.Prepare(video, hints));

            // thoughts are not repeated to a model; usage and errors are about an answer, not part of it
            case TextReasoningContent or UsageContent or ErrorContent:
                return null;

            // a bare AIContent only wraps what some provider sent besides
            case not null when content.GetType() == typeof(AIContent):
                return null;

            default:
                throw new QwenException(
                    $"{place} is {content?.GetType().Name ?? "null"}, which this model cannot read: " +
                    "it reads text, pictures, videos, function calls and their results.");
        }
    }

    private static ChatTurnRole MapRole(ChatRole role, int number) => role.Value.ToUpperInvariant() switch
    {
        "SYSTEM" or "DEVELOPER" => ChatTurnRole.System,
        "USER" => ChatTurnRole.User,
        "ASSISTANT" => ChatTurnRole.Assistant,
        "TOOL" => ChatTurnRole.Tool,
        _ => throw new QwenException($"Message {number} has the role '{role}': this model knows system, user, assistant and tool."),
    };
}
