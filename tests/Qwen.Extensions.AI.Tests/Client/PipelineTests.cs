using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
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
        var error = await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            while (await answer.MoveNextAsync())
            {
            }
        });
        Assert.Contains("the model was closed while it was written", error.Message, StringComparison.Ordinal);
        await disposing;
    }

    [Fact]
    public async Task A_host_that_stops_lets_a_running_answer_end()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        var whole = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i} "));
        builder.Services.AddQwenChatClient(options =>
        {
            Configure(options);
            options.Client.ConstraintFactory = _ => DemoModel.Force(DemoModel.GetAsync().Result, whole);
        });
        using var host = builder.Build();
        await host.StartAsync();
        await using var answer = host.Services.GetRequiredService<IChatClient>().GetStreamingResponseAsync("count").GetAsyncEnumerator();
        Assert.True(await answer.MoveNextAsync());
        var stopping = host.StopAsync();
        Assert.False(stopping.IsCompleted);
        List<ChatResponseUpdate> updates = [answer.Current];
        while (await answer.MoveNextAsync())
            updates.Add(answer.Current);
        Assert.Equal(whole, updates.ToChatResponse().Text);
        await answer.DisposeAsync();
        await stopping;
    }

    [Fact]
    public async Task A_section_of_the_configuration_registers_a_client_and_its_model()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Qwen:CheckpointFolder"] = RepositoryFiles.DemoCheckpoint,
            ["Qwen:Device"] = "cpu",
            ["Qwen:Threads"] = "2",
            ["Qwen:MaxContextTokens"] = "900",
            ["Qwen:Client:Image:MaxPixels"] = "12544",
        });
        builder.Services.AddQwenChatClient(builder.Configuration.GetSection("Qwen"));
        builder.Services.AddKeyedQwenChatClient(
            "second", builder.Configuration.GetSection("Qwen"), options => options.MaxContextTokens = 800);
        using var host = builder.Build();
        var model = host.Services.GetRequiredService<QwenModel>();
        Assert.Equal(900, model.MaxContextTokens);
        Assert.Same(model, await host.Services.GetRequiredService<QwenModelSource>().GetAsync());
        Assert.Same(model, host.Services.GetRequiredService<IChatClient>().GetService<QwenModel>());
        Assert.Equal(800, host.Services.GetRequiredKeyedService<QwenModel>("second").MaxContextTokens);
        var response = await host.Services.GetRequiredService<IChatClient>().GetResponseAsync(
            new ChatMessage(ChatRole.User, [new DataContent(Pictures.Encode(560, 560), "image/png")]),
            new ChatOptions { MaxOutputTokens = 1 });
        Assert.Equal(16, response.Usage!.AdditionalCounts!["vision_tokens"]);
    }

    [Fact]
    public async Task A_model_that_warms_up_is_ready_when_it_is_loaded()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddQwenChatClient(options =>
        {
            Configure(options);
            options.WarmUp = true;
        });
        services.AddHealthChecks().AddQwen(failureStatus: HealthStatus.Degraded);
        await using var provider = services.BuildServiceProvider();
        var checks = provider.GetRequiredService<HealthCheckService>();
        var before = (await checks.CheckHealthAsync()).Entries["qwen"];
        Assert.Equal(HealthStatus.Degraded, before.Status);
        Assert.Contains("is being loaded", before.Description, StringComparison.Ordinal);
        await provider.GetRequiredService<QwenModelSource>().GetAsync();
        Assert.Equal(HealthStatus.Healthy, (await checks.CheckHealthAsync()).Status);
    }

    [Fact]
    public async Task Stages_that_fail_say_so_in_their_spans_without_the_content()
    {
        List<Activity> spans = [];
        var sourceName = $"test-{Guid.NewGuid()}";
        using var source = new ActivitySource(sourceName);
        using var tracer = Sdk.CreateTracerProviderBuilder().AddSource(QwenChatClient.TelemetryName, sourceName, QwenDiagnostics.SourceName)
            .AddInMemoryExporter(spans).Build();
        using var client = await DemoModel.CreateScriptedAsync(_ => throw new InvalidOperationException("no constraint"));
        ActivityTraceId trace;
        using (var root = source.StartActivity("test"))
        {
            trace = root!.TraceId;
            var broken = new DataContent("secret"u8.ToArray(), "image/png");
            await Assert.ThrowsAsync<QwenException>(() => client.GetResponseAsync(new ChatMessage(ChatRole.User, [broken])));
            using var plain = await DemoModel.CreateClientAsync();
            await Assert.ThrowsAsync<QwenException>(() => plain.GetResponseAsync(string.Concat(Enumerable.Repeat("secret ", 5000))));
        }

        tracer.ForceFlush();
        var mine = spans.Where(span => span.TraceId == trace).ToList();
        var preprocess = mine.First(span => span.OperationName == "qwen.preprocess");
        var generate = Assert.Single(mine, span => span.OperationName == "qwen.generate");
        Assert.All([preprocess, generate], span =>
        {
            Assert.Equal((ActivityStatusCode.Error, "QwenException"), (span.Status, span.StatusDescription));
            Assert.Equal(typeof(QwenException).FullName, span.GetTagItem("error.type"));
        });
    }

    [Fact]
    public async Task Each_request_leaves_lines_at_debug_that_hold_nothing_of_it()
    {
        using var logs = new FakeLoggerProvider();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(logs).SetMinimumLevel(LogLevel.Debug));
        using var client = await DemoModel.CreateScriptedAsync("a secret answer", new QwenChatClientOptions { LoggerFactory = loggers });
        var picture = new DataContent(Pictures.Encode(84, 56), "image/png") { Name = "secret.png" };
        var tool = AIFunctionFactory.Create(() => 1, "secret_tool");
        await client.GetResponseAsync(
            new ChatMessage(ChatRole.User, [new TextContent("a secret question"), picture]), new ChatOptions { Tools = [tool] });
        await Assert.ThrowsAsync<QwenException>(
            () => client.GetResponseAsync(new ChatMessage(ChatRole.User, [new DataContent("secret"u8.ToArray(), "image/png")])));
        await foreach (var update in client.GetStreamingResponseAsync("secret"))
            break;
        var lines = logs.Collector.GetSnapshot().Where(record => record.Category == typeof(QwenChatClient).FullName).ToList();
        Assert.All(lines, line => Assert.Equal(LogLevel.Debug, line.Level));
        Assert.Contains(lines, line => line.Message.Contains("1 turns, 1 pictures, 0 videos, 1 tools", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Message.Contains("answered (EndToken)", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Message.Contains("QwenException", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Message.Contains("left by its caller", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.ToString().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_says_what_makes_it_so()
    {
        using var client = await DemoModel.CreateClientAsync();
        var tools = Enumerable.Range(0, 60).Select(i => AIFunctionFactory.Create(
            (string city, int floor, double? share) => city, $"find_{i}", "Finds whatever is asked for, where it lies, what it costs."));
        var error = await Assert.ThrowsAsync<QwenException>(
            () => client.GetResponseAsync("hi", new ChatOptions { Tools = [.. tools] }));
        Assert.Matches("Of them [0-9]{4,} are 60 tools, [0-9]+ are the longest text", error.Message);
        Assert.Contains("What helps most: offer fewer tools", error.Message, StringComparison.Ordinal);

        var properties = string.Join(',', Enumerable.Range(0, 600).Select(i => $"\"property_{i}\": {{\"type\": \"string\"}}"));
        var schema = System.Text.Json.JsonElement.Parse($"{{\"type\": \"object\", \"properties\": {{{properties}}}}}");
        error = await Assert.ThrowsAsync<QwenException>(
            () => client.GetResponseAsync("hi", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) }));
        Assert.Contains("by this JSON schema", error.Message, StringComparison.Ordinal);
        Assert.Contains("shorten the text, or the schema of the answer", error.Message, StringComparison.Ordinal);
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
