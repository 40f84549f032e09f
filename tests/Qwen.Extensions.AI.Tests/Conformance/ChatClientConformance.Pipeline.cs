using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Qwen.Extensions.AI.Tests.Client;

namespace Qwen.Extensions.AI.Tests.Conformance;

public abstract partial class ChatClientConformance
{
    [Fact]
    public async Task The_same_request_comes_from_a_cache_in_both_modes()
    {
        using var inner = await CreateChatClientAsync();
        using var counter = new CountingChatClient(inner);
        using var client = counter.AsBuilder().UseDistributedCache(new DictionaryCache()).Build();
        var first = await client.GetResponseAsync("Hello", Options(), Stop);
        var again = await client.GetResponseAsync("Hello", Options(), Stop);
        var streamed = await client.GetStreamingResponseAsync("Hello", Options(), Stop).ToChatResponseAsync(Stop);
        var streamedAgain = await client.GetStreamingResponseAsync("Hello", Options(), Stop).ToChatResponseAsync(Stop);
        Assert.Equal((first.Text, streamed.Text), (again.Text, streamedAgain.Text));
        Assert.Equal(2, counter.Calls);
    }

    [Fact]
    public async Task Calls_are_logged_and_traced_by_decorators()
    {
        var (logs, spans) = (new FakeLogCollector(), new List<System.Diagnostics.Activity>());
        using var factory = LoggerFactory.Create(
            builder => builder.AddProvider(new FakeLoggerProvider(logs)).SetMinimumLevel(LogLevel.Trace));
        var source = Guid.NewGuid().ToString();
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(source).AddInMemoryExporter(spans).Build();
        using var inner = await CreateChatClientAsync();
        using var client = inner.AsBuilder().UseOpenTelemetry(sourceName: source).UseLogging(factory).Build();
        await client.GetResponseAsync("secret words", Options(), Stop);
        await client.GetStreamingResponseAsync("secret words", Options(), Stop).ToListAsync(Stop);
        Assert.Equal(2, spans.Count);
        Assert.All(spans, span =>
        {
            Assert.StartsWith("chat ", span.DisplayName, StringComparison.Ordinal);
            Assert.True((int)span.GetTagItem("gen_ai.usage.input_tokens")! > 0);
            Assert.True((int)span.GetTagItem("gen_ai.usage.output_tokens")! > 0);
            Assert.DoesNotContain(
                span.TagObjects, tag => tag.Value is string text && text.Contains("secret words", StringComparison.Ordinal));
        });
        Assert.Contains(logs.GetSnapshot(), record => record.Message.Contains("GetStreamingResponseAsync", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Eight_callers_get_what_one_after_the_other_gets()
    {
        using var client = await CreateChatClientAsync();
        List<string> alone = [];
        for (var number = 0; number < 8; number++)
            alone.Add((await client.GetResponseAsync($"Say something about {number}.", Options(), Stop)).Text);
        var together = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(number => client.GetResponseAsync($"Say something about {number}.", Options(), Stop)));
        Assert.Equal(alone, together.Select(response => response.Text));
    }

    [Fact]
    public async Task A_cancelled_request_ends_and_the_next_one_works()
    {
        using var client = await CreateChatClientAsync();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("Hello", Options(), source.Token));
        Assert.NotNull((await client.GetResponseAsync("Hello", Options(), Stop)).FinishReason);
    }

    [Fact]
    public async Task Services_are_told_apart()
    {
        using var client = await CreateChatClientAsync();
        var metadata = client.GetService<ChatClientMetadata>();
        Assert.NotNull(metadata?.ProviderName);
        Assert.Same(client, client.GetService<IChatClient>());
        Assert.Null(client.GetService<string>());
        Assert.Null(client.GetService(typeof(IChatClient), "key"));
        Assert.Throws<ArgumentNullException>(() => client.GetService(null!));
        var unchanged = Options();
        await client.GetResponseAsync("Hello", unchanged, Stop);
        Assert.Equal(Options().Seed, unchanged.Seed);
        Assert.Null(unchanged.ModelId);
    }

    private sealed class CountingChatClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public int Calls { get; private set; }

        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls++;
            return base.GetResponseAsync(messages, options, cancellationToken);
        }

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls++;
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }
    }
}
