using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Qwen.Agents.Tests;

/// <summary>Stands for a model that plans: gives the next of its steps at every turn, and keeps what it was sent.</summary>
internal sealed class Planner(params IEnumerable<AIContent> steps) : IChatClient
{
    private readonly Queue<AIContent> steps = new(steps);

    /// <summary>The last request.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

    /// <summary>Names of the tools of the last request.</summary>
    public IReadOnlyList<string> Tools { get; private set; } = [];

    /// <summary>What the functions gave back, in order.</summary>
    public IReadOnlyList<object?> Results =>
        [.. Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(content => content.Result)];

    /// <summary>A step that calls a function.</summary>
    public static FunctionCallContent Call(string function, params (string Name, object? Value)[] arguments) =>
        new(Guid.NewGuid().ToString("N"), function, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Messages = [.. messages];
        Tools = [.. (options?.Tools ?? []).Select(tool => tool.Name)];
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [steps.Dequeue()])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
