using Qwen.Testing;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Generation.Constraints;

namespace Qwen.VisionLanguage.Tests.Generation;

/// <summary>Forced stretches and guesses on real questions: the same tokens in fewer steps.</summary>
[Trait("Category", "Golden")]
public sealed class HeldOutStepsTests(ITestOutputHelper output)
{
    private const int Prompts = 200;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Greedy_answers_have_the_tokens_of_plain_greedy(bool constrained)
    {
        var cases = HeldOutCase.All();
        var chosen = cases.Where((_, n) => n % Math.Max(1, cases.Count / Prompts) == 0).Take(Prompts).ToList();
        await using var model = await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", Precision = QwenPrecision.Float32 });
        var json = constrained ? Grammar.AnyJson(model.Vocabulary) : null;
        int tokens = 0, saved = 0;
        foreach (var recorded in chosen)
        {
            var request = new GenerationRequest { Turns = recorded.Turns(model.Config, model.Preprocessor), MaxOutputTokens = 150 };
            var (plain, _) = await Answer(model, request with { SeveralTokensPerStep = false, Constraint = json?.CreateConstraint() });
            var (several, usage) = await Answer(model, request with { SeveralTokensPerStep = true, Constraint = json?.CreateConstraint() });
            Assert.True(plain.SequenceEqual(several), $"{recorded.File}: several tokens per step change the answer.");
            tokens += usage.OutputTokens;
            saved += usage.ForcedTokens + usage.AcceptedTokens;
        }

        output.WriteLine($"{chosen.Count} prompts, constrained: {constrained}, tokens per step: {tokens / (double)(tokens - saved):f2}");
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
