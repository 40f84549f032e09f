using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen.Samples;

/// <summary>Stands for a model that plans: it looks at the screen, opens one app, then another, and says what became of it.</summary>
public sealed class StandIn : IChatClient
{
    private static readonly (string Function, string? Target)[] Steps =
        [("screens_see_screen", null), ("screens_open_app", "Notes"), ("screens_open_app", "Shop")];

    /// <summary>The next step, by how many were answered.</summary>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var answered = messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>();
        var results = answered.Select(content => content.Result).ToList();
        AIContent next = results.Count < Steps.Length
            ? Call(Steps[results.Count])
            : new TextContent($"Notes: {Word(results[1])}. Shop: {Word(results[2])}.");
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

    private static FunctionCallContent Call((string Function, string? Target) step) => new(
        Guid.NewGuid().ToString("N"),
        step.Function,
        step.Target is null ? [] : new Dictionary<string, object?> { ["target"] = step.Target });

    private static string Word(object? result) =>
        result is JsonElement { ValueKind: JsonValueKind.Object } json ? $"{json.GetProperty("outcome")}" : "not approved";
}
