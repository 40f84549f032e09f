using Qwen.Constraints;
using Qwen.Testing;
using Qwen.VisionLanguage.Generation;

namespace Qwen.VisionLanguage.Tests.Generation;

/// <summary>Forced stretches and guesses on real questions: the same tokens in fewer steps.</summary>
[Trait("Category", "Golden")]
public sealed class HeldOutStepsTests(ITestOutputHelper output)
{
    private const int Prompts = 200;

    // the layout of the model's own lists
    private const string Lists =
        """
        root ::= "```json\n[" ("]" | "\n\t" item (",\n\t" item)* "\n]") "\n```"
        item ::= "{\"bbox_2d\": [" n (", " n){3} "], \"" ("label" | "text_content") "\": \"" /[^"\\\n]{0,40}/ "\"}"
        n    ::= [0-9]{1,3}
        """;

    [Theory]
    [InlineData("")]
    [InlineData("root ::= @json")]
    [InlineData(Lists)]
    public async Task Greedy_answers_have_the_tokens_of_plain_greedy(string notation)
    {
        var cases = HeldOutCase.All();
        var chosen = cases.Where((_, n) => n % Math.Max(1, cases.Count / Prompts) == 0).Take(Prompts).ToList();
        await using var model = await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", Precision = QwenPrecision.Float32 });
        var json = notation.Length > 0 ? Grammar.FromNotation(model.Vocabulary, notation) : null;
        int tokens = 0, steps = 0;
        foreach (var recorded in chosen)
        {
            var request = new GenerationRequest { Turns = recorded.Turns(model.Vision, model.Preprocessor), MaxOutputTokens = 150 };
            var (plain, _) = await Answer(model, request with { SeveralTokensPerStep = false, Constraint = json?.CreateConstraint() });
            var (several, usage) = await Answer(model, request with { SeveralTokensPerStep = true, Constraint = json?.CreateConstraint() });
            Assert.True(plain.SequenceEqual(several), $"{recorded.File}: several tokens per step change the answer.");
            tokens += usage.OutputTokens - 1; // the prompt's run gives the first
            steps += usage.Steps;
        }

        output.WriteLine($"{chosen.Count} prompts, held to \"{notation}\", tokens per step: {tokens / (double)steps:f2}");
    }

    private static async Task<(List<int> Tokens, GenerationUsage Usage)> Answer(QwenModel model, GenerationRequest request)
    {
        var tokens = new List<int>();
        GenerationUsage? usage = null;
        await foreach (var update in model.GenerateAsync(request, TestContext.Current.CancellationToken))
        {
            tokens.AddRange(update.TokenIds);
            usage = update.Usage ?? usage;
        }

        return (tokens, usage!);
    }
}
