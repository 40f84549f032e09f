using System.Text;
using System.Text.Json;
using Qwen.Constraints;
using Qwen.Testing;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Generation;

/// <summary>
/// Answers whose certain and likely tokens run together are those whose tokens run one by one. In fp32: rounded activations (Int8, Int4)
/// make large steps of the last bits in which the kernels for one and for several tokens differ.
/// </summary>
public sealed class SeveralTokensPerStepTests : IAsyncLifetime
{
    private const string Schema =
        """
        {"type": "array", "minItems": 2, "maxItems": 4, "items": {"type": "object", "additionalProperties": false, "required": ["bbox_2d", "label"], "properties": {
          "bbox_2d": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 999}, "minItems": 4, "maxItems": 4}, "label": {"enum": ["red circle", "red square"]}}}}
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("qwenvl-test-");
    private QwenModel model = null!;

    public static TheoryData<float, long> Draws => new() { { 0, 0 }, { 0.7f, 1 }, { 0.7f, 2 }, { 1.2f, 3 }, { 1.2f, 4 }, { 3, 5 } };

    public async ValueTask InitializeAsync()
        => model = await LoadAsync();

    public async ValueTask DisposeAsync()
    {
        await model.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public async Task Under_a_schema(float temperature, long seed)
    {
        var grammar = Grammar.FromJsonSchema(
            model.Vocabulary, JsonDocument.Parse(Schema).RootElement,
            new JsonGrammarOptions { PropertyOrder = JsonPropertyOrder.AsWritten, Whitespace = JsonWhitespace.Spaced });
        GenerationRequest Ask() =>
            Question("Locate every red thing, report bbox coordinates and label in JSON format.", temperature, seed) with
            {
                Constraint = grammar.CreateConstraint()
            };

        var several = await Answer(Ask());
        var single = await Answer(Ask() with { SeveralTokensPerStep = false });
        Assert.Equal(single.Tokens, several.Tokens);
        Assert.Equal(single.Text, several.Text);
        Assert.Equal(GenerationFinish.EndToken, several.Finish);
        Assert.Equal(single.Usage.ForcedTokens, several.Usage.ForcedTokens);
        Assert.True(several.Usage.ForcedTokens > 10, "Keys are certain.");
        Assert.True(several.Usage.AcceptedTokens <= several.Usage.DraftedTokens);
        Assert.Equal(0, single.Usage.DraftedTokens);
        Assert.Equal(single.Tokens.Length - 1, single.Usage.Steps); // the prompt's run gives the first
        Assert.InRange(several.Usage.Steps, 1, single.Tokens.Length / 2);
        Assert.InRange(JsonDocument.Parse(several.Text).RootElement.GetArrayLength(), 2, 4);

        var probable = await Answer(Ask() with { TopLogProbabilities = 1 });
        Assert.Equal(single.Tokens, probable.Tokens);
        Assert.Equal(probable.Tokens, probable.Probabilities.Select(token => token.TokenId));
    }

    [Theory]
    [MemberData(nameof(Draws))]
    public async Task In_free_text_that_repeats(float temperature, long seed)
    {
        var request = Question(
            "red circle, blue square, red circle, blue square, red circle, blue square, red circle,",
            temperature,
            seed) with { MaxOutputTokens = 120, StopRepetition = false };
        var several = await Answer(request);
        var single = await Answer(request with { SeveralTokensPerStep = false });
        Assert.Equal(single.Tokens, several.Tokens);
        Assert.Equal((single.Text, single.Finish), (several.Text, several.Finish));
        Assert.True(several.Usage.AcceptedTokens <= several.Usage.DraftedTokens);
    }

    [Fact]
    public async Task Guesses_from_the_prompt_are_taken_where_they_are_right_and_the_kept_sequence_stays_right()
    {
        const string Text = "one two three four five six seven eight nine ten eleven twelve";
        var script = Text + ", " + Text + ", and once more " + Text + ".";
        GenerationRequest Ask() => Question("Say: " + Text, 0, 0) with
        {
            Constraint = new ScriptedAnswer(model.Tokenizer.Encode(script), model.GenerationDefaults.EndTokenIds[0]),
        };

        var answer = await Answer(Ask());
        Assert.Equal(script, answer.Text);
        Assert.Equal(model.Tokenizer.Encode(script), answer.Tokens[..^1]);
        Assert.True(
            answer.Usage.AcceptedTokens > answer.Tokens.Length / 2,
            $"{answer.Usage.AcceptedTokens} of {answer.Tokens.Length} tokens were guessed.");
        Assert.True(answer.Usage.DraftedTokens > answer.Usage.AcceptedTokens, "Some guesses were wrong.");

        await AssertGoesOn(Ask(), answer);
    }

    [Fact]
    public async Task A_certain_beginning_runs_with_the_prompt_and_the_kept_sequence_stays_right()
    {
        var grammar = Grammar.FromNotation(
            model.Vocabulary, "root ::= \"This is a list of coloured shapes: \" (\"red\" | \"blue\") \" circle\" \" and nothing else.\"");
        GenerationRequest Ask() => Question("List the shapes.", 0, 0) with { Constraint = grammar.CreateConstraint() };

        var answer = await Answer(Ask());
        Assert.Matches("^This is a list of coloured shapes: (red|blue) circle and nothing else.$", answer.Text);
        Assert.Equal((await Answer(Ask() with { SeveralTokensPerStep = false })).Tokens, answer.Tokens);
        Assert.InRange(answer.Usage.Steps, 0, 2);
        await AssertGoesOn(Ask(), answer);
    }

    [Fact]
    public async Task A_limit_inside_a_certain_stretch_is_kept()
    {
        var grammar = Grammar.FromPattern(model.Vocabulary, "this is what the answer has to be, word for word, without any choice at all");
        for (var limit = 1; limit < 12; limit += 5)
        {
            var answer = await Answer(Question("?", 0, 0) with { Constraint = grammar.CreateConstraint(), MaxOutputTokens = limit });
            Assert.Equal((limit, GenerationFinish.Length), (answer.Tokens.Length, answer.Finish));
        }
    }

    // what follows builds on the kept keys and values: it has to be what a fresh model says
    private async Task AssertGoesOn(GenerationRequest asked, Answered answer)
    {
        GenerationRequest Next() => new()
        {
            Turns = [.. asked.Turns, new ChatTurn(
                ChatTurnRole.Assistant, answer.Text), new ChatTurn(ChatTurnRole.User, "Read all the text in the image.")],
            Sampling = new SamplingOptions { Temperature = 0 },
            MaxOutputTokens = 30,
        };
        var continued = await Answer(Next());
        Assert.True(continued.Usage.CachedInputTokens > answer.Usage.InputTokens);
        await using var fresh = await LoadAsync();
        Assert.Equal((await Answer(Next(), fresh)).Tokens, continued.Tokens);
    }

    private Task<QwenModel> LoadAsync() => QwenModel.LoadAsync(
        RepositoryFiles.DemoCheckpoint,
        new QwenModelOptions { Device = "cpu", Threads = 2, Precision = QwenPrecision.Float32, ConvertedFolder = folder.FullName });

    private static GenerationRequest Question(string text, float temperature, long seed) => new()
    {
        Turns = [new ChatTurn(ChatTurnRole.User, text)], Sampling = new SamplingOptions { Temperature = temperature, Seed = seed },
        MaxOutputTokens = 600,
    };

    private async Task<Answered> Answer(GenerationRequest request, QwenModel? other = null)
    {
        var (text, tokens, probabilities) = (new StringBuilder(), new List<int>(), new List<TokenLogProbability>());
        GenerationUpdate? last = null;
        await foreach (var update in (other ?? model).GenerateAsync(request, TestContext.Current.CancellationToken))
        {
            last = update;
            text.Append(update.Text);
            tokens.AddRange(update.TokenIds);
            probabilities.AddRange(update.LogProbabilities);
        }

        return new Answered(text.ToString(), [.. tokens], probabilities, last!.Finish!.Value, last.Usage!);
    }

    private sealed record Answered(
        string Text, int[] Tokens, IReadOnlyList<TokenLogProbability> Probabilities, GenerationFinish Finish, GenerationUsage Usage);
}
