using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Constraints;
using Qwen.Extensions.AI.Shapes;

namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>Answers byte by byte at random, as far as the schema of the request lets it: what no weights could do worse.</summary>
internal sealed class RandomText(int seed) : IChatClient
{
    private const int End = 256;

    // bytes that are written freely; behind them whatever may end is ended
    private const int Patience = 60;
    private const int Longest = 20_000;

    /// <summary>One token for each byte.</summary>
    public static TokenVocabulary Vocabulary { get; } = new(
        [.. Enumerable.Range(0, End).Select(value => (ReadOnlyMemory<byte>)new[] { (byte)value }), Encoding.UTF8.GetBytes("<end>")], [End]);

    /// <summary>One text of a grammar.</summary>
    public static string Write(Grammar grammar, int seed)
    {
        var random = new Random(seed);
        var constraint = grammar.CreateConstraint();
        var written = new List<byte>();
        while (written.Count < Longest)
        {
            int[] allowed = [.. Enumerable.Range(0, End).Where(constraint.Allows)];
            if (constraint.MayEnd && (allowed.Length == 0 || written.Count > Patience || random.Next(4) == 0))
                break;
            var choice = allowed[random.Next(allowed.Length)];
            if (written.Count > Patience && random.Next(4) != 0)
                choice = "\"}]".Select(c => (int)c).FirstOrDefault(allowed.Contains, choice);
            constraint.Accept(choice);
            written.Add((byte)choice);
        }

        Assert.True(constraint.MayEnd, $"No end in sight: {Encoding.UTF8.GetString([.. written])}");
        return Encoding.UTF8.GetString([.. written]);
    }

    /// <summary>One text of a response format, narrowed as the chat client narrows it.</summary>
    public static string Write(ChatResponseFormatJson format, int seed) =>
        Write(
            Grammar.FromJsonSchema(
                Vocabulary, NetSchema.Narrow(format.Schema!.Value, format.SchemaName), QwenGenerationOptions.DefaultJson), seed);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(
            new ChatMessage(ChatRole.Assistant, Write((ChatResponseFormatJson)options!.ResponseFormat!, seed))));

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
