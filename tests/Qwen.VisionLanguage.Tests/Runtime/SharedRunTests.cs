using System.Numerics.Tensors;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Runtime;

/// <summary>Several callers at once on our CPU device: every row has the bits that it has alone.</summary>
public sealed class SharedRunTests
{
    private const int Callers = 8;
    private const int AnswerTokens = 20;

    public static TheoryData<string> Precisions => [nameof(QwenPrecision.Float32), nameof(QwenPrecision.Int8), nameof(QwenPrecision.Int4)];

    [Theory]
    [MemberData(nameof(Precisions))]
    public async Task Eight_callers_at_once_get_the_bits_that_each_gets_alone(string precision)
    {
        using var test = Open(precision);
        var alone = new List<List<float[]>>();
        for (var caller = 0; caller < Callers; caller++)
            alone.Add(await Answer(test.Engine, caller, SequenceRun.DefaultChunk));
        var together = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(caller => Task.Run(() => Answer(test.Engine, caller, SequenceRun.DefaultChunk))));
        for (var caller = 0; caller < Callers; caller++)
            AssertSameBits(alone[caller], together[caller], $"caller {caller}");
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public async Task A_prompt_in_small_chunks_gives_the_bits_of_a_prompt_in_one(string precision)
    {
        using var test = Open(precision);
        var whole = await Answer(test.Engine, caller: 3, chunk: 1000);
        foreach (var chunk in new[] { 1, 7, 33, 64 })
            AssertSameBits(whole, await Answer(test.Engine, caller: 3, chunk), $"chunks of {chunk}");
    }

    [Fact]
    public async Task A_caller_who_leaves_stops_within_a_step_and_the_others_go_on()
    {
        using var test = Open(nameof(QwenPrecision.Int8));
        var expected = await Answer(test.Engine, caller: 1, SequenceRun.DefaultChunk);
        for (var round = 0; round < 20; round++)
        {
            using var stop = new CancellationTokenSource();
            var leaving = Task.Run(() => Answer(test.Engine, caller: 2, chunk: 5, stop.Token, steps: 100_000));
            var staying = Task.Run(() => Answer(test.Engine, caller: 1, SequenceRun.DefaultChunk));
            await Task.Delay(round, TestContext.Current.CancellationToken);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
            AssertSameBits(expected, await staying, "whoever stays");
        }
    }

    [Fact]
    public async Task Steps_pass_between_two_blocks_of_a_picture()
    {
        using var test = Open(nameof(QwenPrecision.Float32));
        using var run = new SequenceRun(test.Engine, Plan(test.Engine, 1), 1000);
        await run.PrefillAsync([], TestContext.Current.CancellationToken);
        var patches = new float[80 * 80 * test.Checkpoint.Config.Vision.PatchLength];
        var encoding = Task.Run(() => test.Engine.Encoder.Encode(patches, 80, 80, CancellationToken.None));
        var steps = 0;
        for (; !encoding.IsCompleted; steps++)
            await run.StepAsync(20 + steps % 50, TestContext.Current.CancellationToken);
        await encoding;
        Assert.True(steps > 1, $"{steps} steps passed while a picture was encoded.");
    }

    [Fact]
    public async Task Callers_with_the_same_picture_at_the_same_moment_encode_it_once()
    {
        using var test = Open(nameof(QwenPrecision.Float32));
        var runs = Enumerable.Range(0, Callers).Select(_ => new SequenceRun(test.Engine, Plan(test.Engine, 3), 8)).ToList();
        await Task.WhenAll(runs.Select(run => Task.Run(() => run.PrefillAsync([], TestContext.Current.CancellationToken))));
        Assert.Equal(1, runs.Sum(run => run.EncodedSlices));
        runs.ForEach(run => run.Dispose());
    }

    private static TestEngine Open(string precision)
        => new(RepositoryFiles.DemoCheckpoint, Enum.Parse<QwenPrecision>(precision), device: "native-cpu");

    /// <summary>
    /// Logits of a prompt of its own length and content, every third with a picture, and of a greedy answer in steps of different sizes.
    /// </summary>
    private static async Task<List<float[]>> Answer(
        InferenceEngine engine, int caller, int chunk, CancellationToken cancellationToken = default, int steps = AnswerTokens)
    {
        using var run = new SequenceRun(engine, Plan(engine, caller), steps, chunk);
        await run.PrefillAsync([], cancellationToken);
        var rows = new List<float[]> { run.Logits.ToArray() };
        for (var step = 0; step < steps; step++)
        {
            var token = TensorPrimitives.IndexOfMax(rows[^1]);
            var count = 1 + (step + caller) % 4;
            await run.StepAsync([token, .. Enumerable.Range(100 + step, count - 1)], count, cancellationToken);
            for (var row = 0; row < count; row++)
                rows.Add(run.LogitsAt(row).ToArray());
            if (steps > AnswerTokens)
            {
                rows.RemoveRange(0, rows.Count - 1);
                run.Forget(count); // goes on for ever
            }
        }

        return rows;
    }

    private static PromptPlan Plan(InferenceEngine engine, int caller)
    {
        var config = engine.Checkpoint.Config;
        var ids = Enumerable.Range(0, 30 + 50 * caller).Select(n => 20 + (n * 31 + caller * 17) % 180).ToList();
        if (caller % 3 != 0)
            return PromptPlan.Create(new ChatPrompt([.. ids], [], ""), config);
        var pixels = new byte[112 * 112 * 3];
        new Random(caller).NextBytes(pixels);
        var picture = ImagePreparer.Prepare(new RgbImage(112, 112, pixels), engine.Checkpoint.Preprocessor, config.Vision);
        ids.InsertRange(
            5, [config.VisionStartTokenId, .. Enumerable.Repeat(config.ImageTokenId, picture.Grid.TokenCount), config.VisionEndTokenId]);
        return PromptPlan.Create(new ChatPrompt([.. ids], [picture], ""), config);
    }

    private static void AssertSameBits(List<float[]> expected, List<float[]> actual, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var row = 0; row < expected.Count; row++)
        {
            Assert.True(
                expected[row].AsSpan().SequenceEqual(actual[row]),
                $"{what}: row {row} differs by {TensorPrimitives.Distance(expected[row], actual[row])}.");
        }
    }
}
