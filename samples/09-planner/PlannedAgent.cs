using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Qwen.Samples;

/// <summary>Stands for a model that plans: checks the order, has the things located that are there, then says what it found.</summary>
public sealed partial class PlannedAgent : IChatClient
{
    /// <summary>The next step, chosen by what came back from the steps before.</summary>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var history = messages.ToList();
        var paths = InBrackets().Matches(history[0].Text).Select(match => match.Groups[1].Value).ToArray();
        var results = history.SelectMany(message => message.Contents).OfType<FunctionResultContent>()
            .Select(content => JsonSerializer.SerializeToElement(content.Result)).ToArray();
        AIContent next = results switch
        {
            [] => new FunctionCallContent("1", "Orders_check_order", Arguments(("shelf", paths[0]), ("order", paths[1]))),
            [var order] => new FunctionCallContent("2", "Grounding_locate", Arguments(
                ("picture", paths[0]), ("what", order.GetProperty("things").GetString()!.TrimEnd('s')))),
            [var order, var located, ..] => new TextContent(Report(order, located)),
        };
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [next])));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
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

    private static string Report(JsonElement order, JsonElement located)
    {
        var labels = located.GetProperty("boxes").EnumerateArray().Select(box => box.GetProperty("label").GetString());
        var (wanted, there) = (order.GetProperty("wanted").GetInt32(), order.GetProperty("there").GetInt32());
        return $"The order wants {wanted} {order.GetProperty("things")}, the shelf holds {there} ({string.Join(", ", labels)}): "
            + (there >= wanted ? "it can go." : $"{wanted - there} missing.");
    }

    private static Dictionary<string, object?> Arguments(params (string Name, string Value)[] arguments) =>
        arguments.ToDictionary(argument => argument.Name, object? (argument) => argument.Value);

    [GeneratedRegex(@"\(([^)]+)\)")]
    private static partial Regex InBrackets();
}
