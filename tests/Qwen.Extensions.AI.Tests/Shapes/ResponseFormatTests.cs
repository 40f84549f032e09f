using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using NJsonSchema;
using Qwen.Extensions.AI.Tests.Client;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>Answers by a schema, written by a real model that was never trained on any and is made to guess wildly.</summary>
public class ResponseFormatTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task Objects() => AlwaysValid<Shape>();

    [Fact]
    public Task Nested_objects_in_arrays() => AlwaysValid<Size[]>();

    [Fact]
    public Task Lists_of_numbers() => AlwaysValid<List<double>>();

    [Fact]
    public Task Whole_numbers() => AlwaysValid<int>();

    [Fact]
    public Task Small_numbers() => AlwaysValid<short[]>();

    [Fact]
    public Task Truth_values() => AlwaysValid<bool>();

    [Fact]
    public Task Texts() => AlwaysValid<string>();

    [Fact]
    public Task Enumerations() => AlwaysValid<Colour>();

    [Fact]
    public Task Nullable_numbers() => AlwaysValid<long?>();

    [Fact]
    public Task Recursion() => AlwaysValid<Tree>(temperature: 0.7f);

    [Theory]
    [InlineData(0f)]
    [InlineData(3f)]
    public async Task Any_object(float temperature)
    {
        using var client = await DemoModel.CreateClientAsync();
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.Json, Temperature = temperature, MaxOutputTokens = 1500 };
        for (var seed = 0; seed < (temperature > 0 ? 6 : 1); seed++)
        {
            options.Seed = seed;
            var response = await client.GetResponseAsync("Describe a box.", options, Stop);
            if (response.FinishReason == ChatFinishReason.Stop)
                Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(response.Text).RootElement.ValueKind);
            else
                Assert.StartsWith("{", response.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Properties_come_in_the_order_of_the_schema()
    {
        using var client = await DemoModel.CreateClientAsync();
        var schema = JsonDocument.Parse(
            """{"type": "object", "properties": {"zeta": {"type": "boolean"}, "alpha": {"type": "boolean"}}, "required": ["zeta", "alpha"], "additionalProperties": false}""");
        for (var seed = 0; seed < 5; seed++)
        {
            var options = new ChatOptions
            {
                ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement),
                Temperature = 20,
                Seed = seed
            };
            var response = await client.GetResponseAsync("?", options, Stop);
            var answer = JsonDocument.Parse(response.Text).RootElement;
            Assert.True(response.Usage!.AdditionalCounts!["forced_tokens"] > 4, "Keys are not the model's choice.");
            Assert.Equal(["zeta", "alpha"], answer.EnumerateObject().Select(property => property.Name));
        }
    }

    [Fact]
    public async Task An_answer_cut_by_the_limit_says_so()
    {
        using var client = await DemoModel.CreateClientAsync();
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<Shape>(), MaxOutputTokens = 4 };
        var response = await client.GetResponseAsync("A red box.", options, Stop);
        Assert.Equal((ChatFinishReason.Length, 4), (response.FinishReason!.Value, response.Usage!.OutputTokenCount));
        Assert.StartsWith("{", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_cannot_be_enforced_is_refused_before_anything_is_written()
    {
        var asked = 0;
        using var client = await DemoModel.CreateClientAsync(
            new QwenChatClientOptions { ConstraintFactory = _ => { asked++; return null; } });
        var schema = JsonDocument.Parse("""{"type": "object", "properties": {"a": {"type": "string", "pattern": "(a)\\1"}}}""");
        var error = await Assert.ThrowsAsync<QwenException>(
            () => client.GetResponseAsync(
                "?", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement) }, Stop));
        Assert.Contains("pattern", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task The_model_is_told_the_schema_at_the_end_of_the_last_user_turn_and_nothing_else_changes()
    {
        List<IReadOnlyList<ChatTurn>> seen = [];
        using var client = await DemoModel.CreateScriptedAsync(request =>
        {
            seen.Add(request.Turns);
            return "{}";
        });
        ChatMessage[] history = [new(ChatRole.User, "first"), new(ChatRole.Assistant, "yes"), new(ChatRole.User, "second")];
        await client.GetResponseAsync(history, new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<Point>() }, Stop);
        await client.GetResponseAsync(history, new ChatOptions { ResponseFormat = ChatResponseFormat.Text }, Stop);
        var (told, plain) = (seen[0].Select(Words).ToList(), seen[1].Select(Words).ToList());
        Assert.Equal(["first", "yes", "second"], plain);
        Assert.Equal(plain[..2], told[..2]);
        Assert.StartsWith("second\n\n", told[2], StringComparison.Ordinal);
        Assert.Contains("\"x\":", told[2], StringComparison.Ordinal);
        Assert.DoesNotContain("$schema", told[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_beginning_that_fits_is_gone_on_with_and_another_refused()
    {
        using var client = await DemoModel.CreateClientAsync();
        ChatOptions Begin(string prefix) => new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema<Point>(), AdditionalProperties = new() { ["assistant_prefix"] = prefix },
        };
        var response = await client.GetResponseAsync("?", Begin("{\"x\": 12"), Stop);
        using var point = JsonDocument.Parse("{\"x\": 12" + response.Text); // a schema's integer may have more digits than Int32 holds
        Assert.StartsWith("12", point.RootElement.GetProperty("x").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Number, point.RootElement.GetProperty("y").ValueKind);
        var error = await Assert.ThrowsAsync<QwenException>(() => client.GetResponseAsync("?", Begin("Sure: "), Stop));
        Assert.Contains("assistant_prefix", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_vocabulary_and_one_grammar_serve_all_clients_and_callers()
    {
        await using var model = await DemoModel.LoadAsync();
        var cache = AI.Shapes.GrammarCache.Of(model);
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<Size>(), Temperature = 3, Seed = 1 };
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var client = new QwenChatClient(model);
            return (await client.GetResponseAsync("?", options, Stop)).Text;
        }));
        Assert.All(answers, answer => Assert.NotNull(JsonSerializer.Deserialize<Size>(answer, AIJsonUtilities.DefaultOptions)));
        Assert.Equal(1, cache.Count);
        Assert.Same(model.Vocabulary, model.Vocabulary);
        for (var i = 0; i < 200; i++)
            cache.Get($"{i}", _ => "", Stop);
        Assert.InRange(cache.Count, 1, 100);
    }

    /// <summary>Asks several times; every answer that was not cut has to be valid by the schema and a value of the type.</summary>
    private static async Task AlwaysValid<T>(float temperature = 2f)
    {
        using var client = await DemoModel.CreateClientAsync();
        using var recorder = new FormatRecorder(client);
        var whole = 0;
        foreach (var heat in new[] { 0, temperature, 10 * temperature })
        {
            for (var seed = 0; seed < (heat > 0 ? 8 : 1); seed++)
            {
                var options = new ChatOptions { Temperature = heat, Seed = seed, MaxOutputTokens = 2500 };
                var response = await recorder.GetResponseAsync<T>("Describe the red circle.", options, cancellationToken: Stop);
                if (response.FinishReason != ChatFinishReason.Stop)
                    continue;
                whole++;
                var isNull = default(T) is null && JsonNode.Parse(response.Text) is JsonObject answer && answer.ContainsKey("data")
                    && answer["data"] is null;
                Assert.True(isNull || response.TryGetResult(out _), response.Text); // the extension methods take null for no result
                var errors = (await JsonSchema.FromJsonAsync(recorder.Schema!, Stop)).Validate(response.Text);
                Assert.True(errors.Count == 0, $"{string.Join('\n', errors)} in {response.Text}");
            }
        }

        Assert.True(whole >= 12, $"Only {whole} of 17 answers came to their end.");
    }

    private static string Words(ChatTurn turn) => string.Concat(turn.Parts.OfType<TextPart>().Select(part => part.Text));

    /// <summary>Keeps the schema that the extension methods made of a type.</summary>
    private sealed class FormatRecorder(IChatClient inner) : DelegatingChatClient(inner)
    {
        public string? Schema { get; private set; }

        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Schema = ((ChatResponseFormatJson)options!.ResponseFormat!).Schema!.Value.GetRawText();
            return base.GetResponseAsync(messages, options, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
