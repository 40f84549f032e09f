using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Qwen.Samples;

/// <summary>Stands for a model that plans: it knows two questions, which function answers each, and how to word what comes back.</summary>
public sealed partial class StandIn : IChatClient
{
    /// <summary>Calls the function that answers the last question, or says what it answered.</summary>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var history = messages.ToList();
        var question = history.Last(message => message.Role == ChatRole.User).Text;
        var result = history[^1].Contents.OfType<FunctionResultContent>().SingleOrDefault()?.Result;
        AIContent next = result is JsonElement json ? new TextContent(Word(json)) : Choose(question);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [next])));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static FunctionCallContent Choose(string question)
    {
        var what = Subject().Match(question).Groups[1].Value;
        return new FunctionCallContent(
            Guid.NewGuid().ToString("N"),
            question.StartsWith("How many", StringComparison.Ordinal) ? "grounding_count" : "grounding_locate",
            new Dictionary<string, object?> { ["picture"] = "picture 1", ["what"] = what });
    }

    private static string Word(JsonElement result) => result.TryGetProperty("count", out var count)
        ? $"There are {count}."
        : string.Join(' ', result.GetProperty("boxes").EnumerateArray().Select(box =>
            $"The {box.GetProperty("label")} is at {box.GetProperty("x1")}, {box.GetProperty("y1")} "
                + $"to {box.GetProperty("x2")}, {box.GetProperty("y2")}."));

    [GeneratedRegex("(?:How many|Where is the) ([a-z ]+?)(?: are on this shelf)?\\?")]
    private static partial Regex Subject();
}
