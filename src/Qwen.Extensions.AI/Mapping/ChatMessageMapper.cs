using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Extensions.AI.Tools;
using Qwen.Shared.Answers;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>
/// Translates messages into the model's own vocabulary. What it cannot translate it refuses by name, never skips; of earlier turns, which
/// other services may have had a part in, it names what it cannot show. Safe for concurrent use.
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

        IReadOnlyList<ChatMessage> conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var approvals = new Approvals(conversation);
        var asked = FindLastQuestion(conversation);
        for (var number = 1; number <= conversation.Count; number++)
        {
            var message = conversation[number - 1];
            var role = MapRole(message.Role, number);
            if (role != ChatTurnRole.Tool)
                turns.Begin(role);
            for (var i = 0; i < message.Contents.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var place = new PartPlace(
                    $"Part {i + 1} of message {number} ({message.Role})", role == ChatTurnRole.Assistant || number - 1 < asked, i == 0);
                await AddAsync(message.Contents[i], role, place, turns, approvals, hints, cancellationToken).ConfigureAwait(false);
            }
        }

        var result = turns.ToTurns();
        return result.Count > 0 ? result : throw new QwenException("The request has no messages: send at least one.");
    }

    // what stands before it was answered in an earlier turn
    private static int FindLastQuestion(IReadOnlyList<ChatMessage> conversation)
    {
        var last = conversation.Count - 1;
        while (last >= 0 && conversation[last].Role != ChatRole.User)
            last--;
        return last;
    }

    private async Task AddAsync(
        AIContent content, ChatTurnRole role, PartPlace place, TurnList turns, Approvals approvals, MediaHints hints,
        CancellationToken cancellationToken)
    {
        switch (content)
        {
            case FunctionCallContent { Exception: not null, RawRepresentation: string raw }:
                turns.Add(ChatTurnRole.Assistant, new TextPart($"{ToolCallParser.OpenTag}\n{raw.Trim()}\n{ToolCallParser.CloseTag}"));
                break;

            case ToolCallContent call:
                turns.Add(ChatTurnRole.Assistant, ForeignCall.ToPart(call));
                break;

            case FunctionResultContent result:
                var own = place.Inside($"the result of call '{result.CallId}'");
                turns.Add(
                    ChatTurnRole.Tool,
                    await MapAllAsync(() => results.Map(result), own, hints, cancellationToken).ConfigureAwait(false));
                break;

            case ToolResultContent result:
                var foreign = place.Inside($"the result of call '{result.CallId}'") with { IsPast = true };
                turns.Add(
                    ChatTurnRole.Tool,
                    await MapAllAsync(() => results.Map(ForeignResult.OutputsOf(result), result.CallId), foreign, hints, cancellationToken)
                        .ConfigureAwait(false));
                break;

            case ToolApprovalRequestContent request:
                approvals.Check(request, place.Name);
                break;

            case ToolApprovalResponseContent response:
                if (approvals.Read(response, place.Name) is not { } refusal)
                    break;
                turns.Add(ChatTurnRole.Assistant, ForeignCall.ToPart(response.ToolCall));
                turns.Add(ChatTurnRole.Tool, new ToolResultPart([new TextPart(refusal)]));
                break;

            // a question of other middleware that was answered
            case InputRequestContent request when approvals.IsAnswered(request):
            case InputResponseContent when place.IsPast:
                break;

            default:
                foreach (var plain in await MapPlainAsync(content, place, hints, cancellationToken).ConfigureAwait(false))
                {
                    if (role == ChatTurnRole.Tool)
                        turns.AddToResult(plain);
                    else
                        turns.Add(role, plain);
                }

                break;
        }
    }

    private async Task<ToolResultPart> MapAllAsync(
        Func<IEnumerable<AIContent>> read, PartPlace place, MediaHints hints, CancellationToken cancellationToken)
    {
        List<ChatPart> parts = [];
        var number = 0;
        foreach (var content in Read(read, place))
        {
            number++;
            var itemPlace = number == 1 ? place : place.Inside($"item {number}");
            parts.AddRange(await MapPlainAsync(content, itemPlace with { IsFirst = true }, hints, cancellationToken).ConfigureAwait(false));
        }

        return new ToolResultPart(parts);
    }

    private static List<AIContent> Read(Func<IEnumerable<AIContent>> read, PartPlace place)
    {
        try
        {
            return [.. read()];
        }
        catch (QwenException error)
        {
            throw new QwenException($"{place}: {error.Message}", error);
        }
    }

    // text and media; nothing for content that carries nothing the model should read
    private async Task<IReadOnlyList<ChatPart>> MapPlainAsync(
        AIContent content, PartPlace place, MediaHints hints, CancellationToken cancellationToken)
    {
        switch (content)
        {
            case TextContent text:
                return [new TextPart(text.Text)];

            case DataContent data:
                return await media.PrepareAsync(data, hints, place, cancellationToken).ConfigureAwait(false);

            case UriContent uri:
                return await media.PrepareAsync(uri, hints, place, cancellationToken).ConfigureAwait(false);

            case QwenVideoContent video:
                return [new MediaPart(media.Prepare(video, hints))];

            // thoughts are not repeated to a model; usage and errors are about an answer, not part of it
            case TextReasoningContent or UsageContent or ErrorContent:
                return [];

            // a bare AIContent only wraps what some provider sent besides
            case not null when content.GetType() == typeof(AIContent):
                return [];

            case not null when place.IsPast:
                return [new TextPart(ForeignResult.Describe(content))];

            default:
                throw new QwenException(
                    $"{place} is {content?.GetType().Name ?? "null"}, which this model cannot read: " +
                    "it reads text, files of text, pictures, videos, PDF files, function calls and their results.");
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
