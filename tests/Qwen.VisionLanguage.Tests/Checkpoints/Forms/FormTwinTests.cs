using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Tests.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>Quantised checkpoints say what their plain twins say: the folder named by <c>QWENVL_FORMS</c>, else <c>../shared/forms</c>.</summary>
[Trait("Category", "Forms")]
public sealed class FormTwinTests(ITestOutputHelper output)
{
    private const float Tolerance = 1e-5f;
    private const int Answer = 16;
    private const string Twin = "-twin";

    private static readonly string Folder =
        Environment.GetEnvironmentVariable("QWENVL_FORMS") is { Length: > 0 } set ? set : Path.Combine(RepositoryFiles.Root, "..", "shared", "forms");

    [Fact]
    public async Task Every_quantised_form_gives_the_logits_and_tokens_of_its_plain_twin()
    {
        foreach (var (form, twin) in Pairs())
        {
            using TestEngine one = new(form, QwenPrecision.Float32), other = new(twin, QwenPrecision.Float32);
            var (logits, tokens) = await Greedy(one);
            var (expected, expectedTokens) = await Greedy(other);
            var error = logits.Zip(expected, (a, b) => MathF.Abs(a - b)).Max();
            output.WriteLine($"{Path.GetFileName(form)}: logits off by {error:e1}");
            Assert.True(error <= Tolerance, $"{form}: logits are off by {error}.");
            Assert.Equal(expectedTokens, tokens);
        }
    }

    [Fact]
    public void Every_weight_of_a_form_is_that_of_its_twin()
    {
        foreach (var (form, twin) in Pairs())
        {
            using Checkpoint one = Checkpoint.Open(form), other = Checkpoint.Open(twin);
            foreach (var (name, _) in CheckpointLayout.Tensors(one.Config))
            {
                var (numbers, expected) = (new float[one.GetTensor(name).ElementCount], new float[other.GetTensor(name).ElementCount]);
                one.GetTensor(name).ReadFloats(0, numbers);
                other.GetTensor(name).ReadFloats(0, expected);
                var error = numbers.Zip(expected, (a, b) => MathF.Abs(a - b)).Max();
                Assert.True(error <= 1e-6f, $"{form}: {name} is off by {error}.");
            }
        }
    }

    private static List<(string Form, string Twin)> Pairs()
    {
        if (!Directory.Exists(Folder))
            Assert.Skip($"Quantised checkpoints are not at {Path.GetFullPath(Folder)} (set QWENVL_FORMS to their folder).");
        var pairs = Directory.GetDirectories(Folder, "*" + Twin).Order(StringComparer.Ordinal)
            .Select(twin => (Form: twin[..^Twin.Length], twin))
            .Where(pair => File.Exists(Path.Combine(pair.Form, CheckpointFiles.ConfigFile))).ToList();
        Assert.NotEmpty(pairs);
        return pairs;
    }

    // all logits of a fixed text's end and of a greedy answer after it
    private static async Task<(List<float> Logits, List<int> Tokens)> Greedy(TestEngine test)
    {
        var config = test.Checkpoint.Config;
        int[] ids = [.. Enumerable.Range(0, 40).Select(n => 10 + n * 37 % 200)];
        var plan = PromptPlan.Create(new ChatPrompt(ids, [], ""), config);
        var (logits, tokens) = (new List<float>(), new List<int>());
        using var run = new SequenceRun(test.Engine, plan, Answer);
        await run.PrefillAsync(TestContext.Current.CancellationToken);
        for (var step = 0; step < Answer; step++)
        {
            logits.AddRange(run.Logits);
            tokens.Add(System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(run.Logits));
            await run.StepAsync(tokens[^1], TestContext.Current.CancellationToken);
        }

        return (logits, tokens);
    }
}
