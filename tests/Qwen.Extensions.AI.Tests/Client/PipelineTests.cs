using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Qwen.Extensions.AI.DependencyInjection;
using Qwen.Extensions.AI.Media;
using Qwen.Extensions.AI.Tests.DependencyInjection;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Tests.Client;

/// <summary>The client inside what hosts put round it.</summary>
public class PipelineTests
{
    [Fact]
    public async Task Spans_and_measurements_tell_sizes_and_times_and_nothing_of_the_content()
    {
        List<Activity> spans = [];
        var sourceName = $"test-{Guid.NewGuid()}";
        using var tracer =
            Sdk.CreateTracerProviderBuilder().AddSource(QwenChatClient.TelemetryName, sourceName).AddInMemoryExporter(spans).Build();
        using var firstToken = new MetricCollector<double>(null, QwenChatClient.TelemetryName, "qwen.generate.time_to_first_token");
        using var inner = await DemoModel.CreateScriptedAsync("a secret answer");
        using var client = inner.AsBuilder().UseOpenTelemetry(sourceName: sourceName).Build();
        await client.GetResponseAsync(
            new ChatMessage(ChatRole.User, [new TextContent("a secret question"), new DataContent(Pictures.Encode(84, 56), "image/png")]));
        tracer.ForceFlush();

        var chat = Assert.Single(spans, span => span.Source.Name == sourceName);
        var mine = spans.Where(span => span.TraceId == chat.TraceId).ToList();
        var preprocess = Assert.Single(mine, span => span.OperationName == "qwen.preprocess");
        Assert.Equal(
            (1, 0, 6),
            (preprocess.GetTagItem("qwen.pictures"), preprocess.GetTagItem("qwen.videos"), preprocess.GetTagItem("qwen.vision_tokens")));
        var generate = Assert.Single(mine, span => span.OperationName == "qwen.generate");
        Assert.Equal(
            ("demo", "cpu", 6),
            (generate.GetTagItem("gen_ai.request.model"), generate.GetTagItem("qwen.device"), generate.GetTagItem("qwen.vision_tokens")));
        Assert.True((double)generate.GetTagItem("qwen.time_to_first_token")! > 0);
        Assert.Equal("EndToken", generate.GetTagItem("qwen.finish"));
        Assert.DoesNotContain(
            mine.SelectMany(span => span.TagObjects), tag => tag.Value is string text && text.Contains("secret", StringComparison.Ordinal));
        Assert.NotEmpty(firstToken.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task Logging_caching_and_reducing_work_round_it()
    {
        using var logs = new FakeLoggerProvider();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        var asked = 0;
        using var inner = await DemoModel.CreateScriptedAsync(request => $"answer {++asked} to {request.Turns.Count}");
#pragma warning disable MEAI001 // reducers are still marked experimental
        using var client = inner.AsBuilder()
            .UseLogging(loggers)
            .UseDistributedCache(new DictionaryCache())
            .UseChatReducer(new MessageCountingChatReducer(1))
            .Build();
#pragma warning restore MEAI001
        ChatMessage[] history = [new(ChatRole.User, "one"), new(ChatRole.Assistant, "two"), new(ChatRole.User, "three")];
        var first = await client.GetResponseAsync(history);
        var again = await client.GetStreamingResponseAsync(history).ToChatResponseAsync();
        var same = await client.GetResponseAsync(history);
        Assert.Equal("answer 1 to 1", first.Text);
        Assert.Equal(first.Text, same.Text);
        Assert.Equal("answer 2 to 1", again.Text);
        Assert.Contains(logs.Collector.GetSnapshot(), record => record.Message.Contains("GetResponseAsync", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_history_is_summed_up_by_the_client_itself()
    {
        var asked = 0;
        using var inner = await DemoModel.CreateScriptedAsync(
            request => ++asked == 1 ? "They spoke of boats." : string.Join(" | ", request.Turns.Select(Say)));
#pragma warning disable MEAI001 // reducers are still marked experimental
        using var client = inner.AsBuilder().UseChatReducer(new SummarizingChatReducer(inner, targetCount: 1, threshold: 0)).Build();
#pragma warning restore MEAI001
        ChatMessage[] history =
        [
            new(ChatRole.User, "one"), new(ChatRole.Assistant, "two"), new(ChatRole.User, "three"), new(ChatRole.Assistant, "four"),
            new(ChatRole.User, "five")
        ];
        var response = await client.GetResponseAsync(history);
        Assert.Equal(2, asked);
        Assert.Contains("They spoke of boats.", response.Text, StringComparison.Ordinal);
        Assert.Contains("five", response.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("one", response.Text, StringComparison.Ordinal);

        static string Say(ChatTurn turn) => string.Concat(turn.Parts.OfType<TextPart>().Select(part => part.Text));
    }

    [Fact]
    public async Task A_container_loads_on_the_first_request_tells_the_device_and_takes_the_model_with_it()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddQwenChatClient(Configure);
        services.AddHealthChecks().AddQwen();
        var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IChatClient>();
        Assert.Null(client.GetService<QwenModel>());
        await client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 2 });
        var model = client.GetService<QwenModel>();
        Assert.NotNull(model);

        var health = (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["qwen"];
        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Equal(("cpu", model.DeviceReason), (health.Data["device"], health.Data["reason"]));
        await provider.DisposeAsync();
        using var other = new QwenChatClient(model);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => other.GetResponseAsync("hi"));
    }

    [Fact]
    public async Task A_container_that_goes_ends_its_running_answers()
    {
        var services = new ServiceCollection();
        services.AddQwenChatClient(options =>
        {
            Configure(options);
            var endless = string.Concat(Enumerable.Range(0, 700).Select(i => $"{i} "));
            options.Client.ConstraintFactory = _ => DemoModel.Force(DemoModel.GetAsync().Result, endless);
        });
        var provider = services.BuildServiceProvider();
        await using var answer = provider.GetRequiredService<IChatClient>().GetStreamingResponseAsync("count").GetAsyncEnumerator();
        Assert.True(await answer.MoveNextAsync());
        var disposing = provider.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            while (await answer.MoveNextAsync())
            {
            }
        });
        await disposing;
    }

    [Fact]
    public async Task A_fetcher_of_the_container_is_used()
    {
        var services = new ServiceCollection().AddSingleton<IMediaFetcher>(new PictureFetcher());
        services.AddQwenChatClient(Configure);
        await using var provider = services.BuildServiceProvider();
        var response = await provider.GetRequiredService<IChatClient>().GetResponseAsync(
            new ChatMessage(ChatRole.User, [new UriContent("https://example.com/a.png", "image/*")]),
            new ChatOptions { MaxOutputTokens = 1 });
        Assert.Equal(6, response.Usage!.AdditionalCounts!["vision_tokens"]);
    }

    [Fact]
    public async Task Warm_up_loads_while_the_host_starts()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddQwenChatClient(options =>
        {
            Configure(options);
            options.WarmUp = true;
        });
        using var host = builder.Build();
        await host.StartAsync();
        var model = host.Services.GetRequiredKeyedService<QwenModelHost>(null);
        await model.GetAsync(default);
        Assert.NotNull(host.Services.GetRequiredService<IChatClient>().GetService<QwenModel>());
        await host.StopAsync();
    }

    [Fact]
    public async Task First_requests_at_once_share_one_load()
    {
        await using var host = new QwenModelHost(
            "demo", token => QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, DemoModel.Options, null, token));
        using var client = new QwenChatClient(host, new QwenChatClientOptions());
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 1 })));
        Assert.Same(await host.GetAsync(default), client.GetService<QwenModel>());
        Assert.Equal(HealthStatus.Healthy, (await QwenModelHostTests.CheckAsync(host)).Status);
    }

    private sealed class PictureFetcher : IMediaFetcher
    {
        public Task<DataContent> FetchAsync(Uri address, CancellationToken cancellationToken) =>
            Task.FromResult(new DataContent(Pictures.Encode(84, 56), "image/png"));
    }

    private static void Configure(QwenServiceOptions options)
    {
        options.CheckpointFolder = RepositoryFiles.DemoCheckpoint;
        options.Device = "cpu";
        options.Threads = 2;
    }
}
