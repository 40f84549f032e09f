using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using NJsonSchema;
using Qwen.Extensions.AI.Tests.Client;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>Calls by a real model that never saw one and is made to guess wildly: whatever it says, its calls are valid.</summary>
public class CallTests
{
    private const int Limit = 700;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static AIFunction[] Zoo { get; } =
    [
        AIFunctionFactory.Create(() => 1, "nothing"),
        AIFunctionFactory.Create(([Range(0, 999)] int count, bool wet, Colour colour = Colour.Blue) => count, "plain"),
        AIFunctionFactory.Create((string text, double? share, [Description("Where")] Size place) => text, "nested"),
        AIFunctionFactory.Create(([MaxLength(3)] Size[] route, DateTimeOffset at, DateOnly day, TimeOnly hour, Guid id) => id, "route"),
        AIFunctionFactory.Create(
            (TimeSpan wait, [RegularExpression("^[a-c]{2,5}$")] string code, Colour? colour, [AllowedValues("up", "down")] string way) =>
                code, "rules"),
    ];

    public static TheoryData<string> Names => [.. Zoo.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_required_function_is_called_with_arguments_that_it_takes(string name)
    {
        using var client = await DemoModel.CreateClientAsync();
        var whole = 0;
        for (var seed = 0; seed < 10; seed++)
        {
            var options = Ask(ChatToolMode.RequireSpecific(name), seed, severalCalls: false);
            var response = await client.GetResponseAsync("Do something.", options, Stop);
            var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages.Single().Contents));
            Assert.Equal(name, call.Name);
            if (response.FinishReason == ChatFinishReason.Length)
                continue;
            whole++;
            Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
            await AssertValid(call);
        }

        Assert.True(whole >= 7, $"Only {whole} of 10 calls came to their end.");
    }

    [Fact]
    public async Task Some_function_is_called_where_any_will_do_and_several_calls_are_several()
    {
        using var client = await DemoModel.CreateClientAsync();
        List<FunctionCallContent> calls = [];
        var several = 0;
        for (var seed = 0; seed < 12; seed++)
        {
            var response = await client.GetResponseAsync("Do something.", Ask(ChatToolMode.RequireAny, seed, severalCalls: true), Stop);
            Assert.Equal("", response.Text);
            var made = response.Messages.Single().Contents.OfType<FunctionCallContent>().Where(call => call.Exception is null).ToList();
            several += made.Count > 1 ? 1 : 0;
            calls.AddRange(made);
        }

        Assert.True(calls.DistinctBy(call => call.Name).Count() > 2, "Wild guesses hit several functions.");
        Assert.True(several > 0, "Some answers hold several calls.");
        Assert.Equal(calls.Count, calls.DistinctBy(call => call.CallId).Count());
        foreach (var call in calls)
            await AssertValid(call);
    }

    [Fact]
    public async Task Text_stays_free_and_a_call_once_begun_is_held_to_its_end()
    {
        // the model is made to open a call; everything else is its own
        using var client = await DemoModel.CreateClientAsync();
        List<string> texts = [];
        for (var seed = 0; seed < 6; seed++)
        {
            var options = Ask(ChatToolMode.Auto, seed, severalCalls: true);
            (options.Temperature, options.MaxOutputTokens) = (3, 20);
            texts.Add((await client.GetResponseAsync("How many red circles are there?", options, Stop)).Text);
        }

        Assert.Contains(texts, text => text.Length > 0 && !text.StartsWith('{'));

        for (var seed = 0; seed < 6; seed++)
        {
            var options = Ask(ChatToolMode.Auto, seed, severalCalls: false);
            options.AdditionalProperties = new() { ["assistant_prefix"] = "Well.\n<tool_call>" };
            var response = await client.GetResponseAsync("Do something.", options, Stop);
            var call = Assert.Single(response.Messages.Single().Contents.OfType<FunctionCallContent>());
            if (response.FinishReason == ChatFinishReason.ToolCalls)
                await AssertValid(call);
        }
    }

    [Theory]
    [InlineData("<tool_call>")] // a token of its own
    [InlineData("a <too<tool_call>")]
    public async Task A_call_is_recognised_however_its_tag_is_cut(string text)
    {
        var model = await DemoModel.GetAsync();
        var (scanner, cuts) = (new AI.Shapes.TagScanner(
            model.Tokenizer, "<tool_call>", "\n{"), new[] { model.Tokenizer.Encode(text), model.Tokenizer.EncodeWithSpecialTokens(text) });
        Assert.NotEqual(cuts[0], cuts[1]);
        foreach (var tokens in cuts)
        {
            var matched = 0;
            var found = tokens.Select(token => scanner.Advance(ref matched, token, out _)).ToList();
            Assert.Equal([.. Enumerable.Repeat(false, tokens.Length - 1), true], found);
        }
    }

    [Fact]
    public async Task A_token_that_ends_the_tag_and_goes_on_as_no_call_does_is_refused()
    {
        var tokenizer = (await DemoModel.GetAsync()).Tokenizer;
        var scanner = new AI.Shapes.TagScanner(tokenizer, "<tool_call>", "\n{");
        for (var matched = 0; matched < "<tool_call>".Length; matched++)
        {
            var open = "<tool_call>"[..matched];
            var expected = Enumerable.Range(0, tokenizer.VocabularySize).Where(token =>
            {
                var text = open + tokenizer.Decode([token]);
                var end = text.IndexOf("<tool_call>", StringComparison.Ordinal) + "<tool_call>".Length;
                return end >= "<tool_call>".Length && !"\n{".StartsWith(text[end..], StringComparison.Ordinal);
            });
            Assert.Equal(expected, scanner.Refused(matched));
        }
    }

    [Fact]
    public async Task Arguments_that_cannot_be_enforced_are_an_object_and_the_reason_is_logged()
    {
        var logs = new FakeLogCollector();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(new FakeLoggerProvider(logs)));
        using var client = await DemoModel.CreateClientAsync(new QwenChatClientOptions { LoggerFactory = factory });
        var odd = new Declared("odd", """{"type": "object", "properties": {"a": {"type": "string", "pattern": "(a)\\1"}}}""");
        var options = new ChatOptions
        {
            Tools = [odd, Zoo[0]],
            Temperature = 10,
            Seed = 3,
            MaxOutputTokens = Limit,
            AdditionalProperties = new() { ["assistant_prefix"] = "<tool_call>\n{\"name\": \"odd" }
        };
        var response = await client.GetResponseAsync("?", options, Stop);
        var record = Assert.Single(logs.GetSnapshot(), record => record.Level == LogLevel.Warning);
        Assert.Contains("odd", record.Message, StringComparison.Ordinal);
        Assert.Contains("pattern", record.Message, StringComparison.Ordinal);
        var call = response.Messages.Single().Contents.OfType<FunctionCallContent>().First();
        Assert.Equal("odd", call.Name);

        options.ToolMode = ChatToolMode.RequireSpecific("odd");
        var error = await Assert.ThrowsAsync<QwenException>(() => client.GetResponseAsync("?", options, Stop));
        Assert.Contains("'odd'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_carry_nothing_that_was_said_and_a_record_is_one_line()
    {
        var logs = new FakeLogCollector();
        using var factory = LoggerFactory.Create(
            builder => builder.AddProvider(new FakeLoggerProvider(logs)).SetMinimumLevel(LogLevel.Trace));
        using var client = await DemoModel.CreateClientAsync(new QwenChatClientOptions { LoggerFactory = factory });
        var odd = new Declared(
            "odd",
            """{"type": "object", "properties": {"a\nfail:\u001b[2J\u202e forged": {"type": "string", "pattern": "(a)\\1"}}}""");
        var options = new ChatOptions { Tools = [odd], MaxOutputTokens = 8, Instructions = "a secret instruction" };
        await client.GetResponseAsync(
            [new(ChatRole.User, "a secret question"), new(ChatRole.Assistant, "a secret answer"), new(ChatRole.User, "?")], options, Stop);
        var records = logs.GetSnapshot();
        Assert.Single(records, record => record.Message.Contains("forged", StringComparison.Ordinal));
        Assert.All(records, record => Assert.DoesNotContain("secret", record.Message, StringComparison.Ordinal));
        Assert.All(records, record => Assert.DoesNotContain(record.Message, letter => char.IsControl(letter) || letter == '\u202E'));
    }

    [Fact]
    public async Task A_function_that_is_not_there_cannot_be_required()
    {
        using var client = await DemoModel.CreateClientAsync();
        var error = await Assert.ThrowsAsync<QwenException>(
            () => client.GetResponseAsync("?", Ask(ChatToolMode.RequireSpecific("other"), 0, true), Stop));
        Assert.Contains("'other'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_cut_by_the_limit_is_not_run()
    {
        using var client = await DemoModel.CreateClientAsync();
        var options = Ask(ChatToolMode.RequireSpecific("nested"), 0, severalCalls: false);
        options.MaxOutputTokens = 30;
        var response = await client.GetResponseAsync("?", options, Stop);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        var call = Assert.Single(response.Messages.Single().Contents.OfType<FunctionCallContent>());
        Assert.True(call.InformationalOnly);
        Assert.NotNull(call.Exception);
    }

    [Fact]
    public async Task With_a_format_the_answer_is_that_or_a_call()
    {
        using var client = await DemoModel.CreateClientAsync();
        var (calls, values) = (0, 0);
        for (var seed = 0; seed < 24; seed++)
        {
            var options = Ask(ChatToolMode.Auto, seed, severalCalls: false);
            options.ResponseFormat = ChatResponseFormat.ForJsonSchema<Size>();
            options.Temperature = 200;
            var response = await client.GetResponseAsync("?", options, Stop);
            if (response.FinishReason == ChatFinishReason.Length)
                continue;
            if (response.FinishReason == ChatFinishReason.ToolCalls)
            {
                calls++;
                await AssertValid(Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages.Single().Contents)));
            }
            else
            {
                values++;
                Assert.NotNull(JsonSerializer.Deserialize<Size>(response.Text, AIJsonUtilities.DefaultOptions));
            }
        }

        Assert.True(calls > 0 && values > 0, $"{calls} calls and {values} values: both are possible.");
    }

    [Fact]
    public async Task What_looks_like_a_call_inside_json_is_content()
    {
        const string Answer = """{"name": "plain", "note": "<tool_call>{}</tool_call>"}""";
        using var client = await DemoModel.CreateScriptedAsync(Answer);
        var response = await client.GetResponseAsync(
            "?", new ChatOptions { Tools = [.. Zoo], ResponseFormat = ChatResponseFormat.Json }, Stop);
        Assert.Equal((Answer, ChatFinishReason.Stop), (response.Text, response.FinishReason));
    }

    [Theory]
    [InlineData("""{"name": "plain", "arguments": {"count": 3, "wet": true}}""", true)]
    [InlineData("""{"name": "plain", "arguments": {"count": "three", "wet": true}}""", false)]
    [InlineData("""{"name": "plain", "arguments": {"count": 3}}""", false)]
    public async Task A_call_without_tags_counts_where_its_arguments_fit(string answer, bool counts)
    {
        using var client = await DemoModel.CreateScriptedAsync(answer);
        var response = await client.GetResponseAsync("?", new ChatOptions { Tools = [.. Zoo] }, Stop);
        Assert.Equal(counts ? "" : answer, response.Text);
        Assert.Equal(counts, response.Messages.Single().Contents.OfType<FunctionCallContent>().Any());
    }

    private static ChatOptions Ask(ChatToolMode mode, int seed, bool severalCalls) => new()
    {
        Tools = [.. Zoo], ToolMode = mode, Temperature = 10, Seed = seed, MaxOutputTokens = Limit, AllowMultipleToolCalls = severalCalls,
    };

    // by a validator of its own, and by what runs the function
    private static async Task AssertValid(FunctionCallContent call)
    {
        Assert.Null(call.Exception);
        var function = Zoo.Single(function => function.Name == call.Name);
        var json = JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions);
        var errors = (await JsonSchema.FromJsonAsync(function.JsonSchema.GetRawText(), Stop)).Validate(json);
        Assert.True(errors.Count == 0, $"{string.Join('\n', errors)} in {json} by {function.JsonSchema.GetRawText()}");
        await function.InvokeAsync(new AIFunctionArguments(call.Arguments), Stop);
    }

    private sealed class Declared(string name, string schema) : AIFunctionDeclaration
    {
        public override string Name => name;

        public override JsonElement JsonSchema { get; } = JsonDocument.Parse(schema).RootElement;
    }
}
