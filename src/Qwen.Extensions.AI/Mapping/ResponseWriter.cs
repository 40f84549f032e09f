using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Shapes;
using Qwen.Extensions.AI.Tools;
using Qwen.Shared.Answers;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Extensions.AI.Mapping;

/// <summary>Translates one answer, piece by piece. Not thread-safe.</summary>
internal sealed class ResponseWriter
{
    private readonly string modelId;
    private readonly string responseId = $"chatcmpl-{Guid.NewGuid():N}";
    private readonly string messageId = $"msg-{Guid.NewGuid():N}";
    private readonly DateTimeOffset createdAt = DateTimeOffset.UtcNow;
    private readonly IReadOnlyList<string> stopSequences;
    private readonly AnswerFence? fence;
    private readonly ToolCallParser? parser;
    private readonly List<TokenLogProbability>? logProbabilities;
    private bool calls;

    /// <summary>Starts an answer.</summary>
    /// <param name="modelId">Who answers.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="shape">What the answer looks like: it is searched for calls where there are functions.</param>
    /// <param name="takes">Whether a call without tags, by name and arguments, is a call; null for any.</param>
    public ResponseWriter(string modelId, GenerationRequest request, AnswerShape shape, Func<string, JsonElement, bool>? takes = null)
    {
        this.modelId = modelId;
        stopSequences = request.StopSequences;
        logProbabilities = request.TopLogProbabilities is null ? null : [];
        fence = shape.Format is null || shape.Required is not null || request.Prompt.AssistantPrefix is not null ? null : new AnswerFence();
        if (shape.Functions.Count == 0)
            return;

        // where the start of a call was given, the parser has to see it too
        var prefix = request.Prompt.AssistantPrefix;
        IReadOnlyCollection<string> bare = prefix is null && !shape.CallsBegin
            ? [.. shape.Functions.Select(function => function.Name)]
            : [];
        parser = new ToolCallParser($"call_{Guid.NewGuid():N}_", bare, takes, shape.CallsBegin);
        if (prefix?.IndexOf(ToolCallParser.OpenTag, StringComparison.Ordinal) is { } open and >= 0)
            parser.Append(prefix[open..]);
    }

    /// <summary>The update for a piece; null where nothing can be said yet.</summary>
    public ChatResponseUpdate? Write(GenerationUpdate piece)
    {
        logProbabilities?.AddRange(piece.LogProbabilities);
        List<AIContent> contents = [];
        var text = fence?.Append(piece.Text) ?? piece.Text;
        if (piece.Finish is not null)
            text += fence?.Flush();
        if (text.Length > 0)
            contents.AddRange(parser?.Append(text) ?? [new TextContent(text)]);
        if (piece.Finish is { } finish)
            return WriteLast(piece, finish, contents);
        Observe(contents);
        return contents.Count > 0 ? CreateUpdate(piece, contents) : null;
    }

    private ChatResponseUpdate WriteLast(GenerationUpdate piece, GenerationFinish finish, List<AIContent> contents)
    {
        if (parser is not null)
            contents.AddRange(parser.Flush(IsCut(finish)));
        Observe(contents);
        if (piece.Usage is { } usage)
            contents.Add(new UsageContent(MapUsage(usage)));

        var update = CreateUpdate(piece, contents);
        update.FinishReason = MapFinish(finish);
        if (finish == GenerationFinish.Repetition)
            (update.AdditionalProperties ??= [])[QwenPropertyNames.FinishDetail] = QwenPropertyNames.RepetitionDetail;
        if (logProbabilities is not null)
            (update.AdditionalProperties ??= [])[QwenPropertyNames.LogProbabilities] = (IReadOnlyList<TokenLogProbability>)logProbabilities;
        return update;
    }

    private void Observe(List<AIContent> contents) =>
        calls |= contents.Exists(content => content is FunctionCallContent { InformationalOnly: false });

    private ChatResponseUpdate CreateUpdate(GenerationUpdate piece, List<AIContent> contents) => new(ChatRole.Assistant, contents)
    {
        ResponseId = responseId,
        MessageId = messageId,
        CreatedAt = createdAt,
        ModelId = modelId,
        RawRepresentation = piece,
    };

    private ChatFinishReason MapFinish(GenerationFinish finish) => finish switch
    {
        GenerationFinish.Length or GenerationFinish.Repetition => ChatFinishReason.Length,
        _ => calls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
    };

    // a stop sequence of the caller may fall inside a call; the one that ends a call may not
    private bool IsCut(GenerationFinish finish) => finish switch
    {
        GenerationFinish.EndToken => false,
        GenerationFinish.StopSequence => !stopSequences.Contains(ToolCallParser.CloseTag),
        _ => true,
    };

    private static UsageDetails MapUsage(GenerationUsage usage) => new()
    {
        InputTokenCount = usage.InputTokens,
        OutputTokenCount = usage.OutputTokens,
        TotalTokenCount = usage.InputTokens + usage.OutputTokens,
        CachedInputTokenCount = usage.CachedInputTokens,
        AdditionalCounts = new()
        {
            [QwenPropertyNames.VisionTokens] = usage.VisionTokens,
            [QwenPropertyNames.VideoFrames] = usage.VideoFrames,
            [QwenPropertyNames.EncodedSlices] = usage.EncodedSlices,
            [QwenPropertyNames.DecoderSteps] = usage.Steps,
            [QwenPropertyNames.ForcedTokens] = usage.ForcedTokens,
            [QwenPropertyNames.DraftedTokens] = usage.DraftedTokens,
            [QwenPropertyNames.AcceptedTokens] = usage.AcceptedTokens,
        },
    };
}
