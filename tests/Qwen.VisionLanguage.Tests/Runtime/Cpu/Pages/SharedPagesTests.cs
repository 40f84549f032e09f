using System.Numerics.Tensors;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Runtime.Cpu;
using Qwen.VisionLanguage.Runtime.Cpu.Attention;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;
using Qwen.VisionLanguage.Runtime.Cpu.Pages;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Runtime.Cpu.Pages;

/// <summary>
/// Requests that begin alike share their keys and values, and get the bits that they get alone; memory stays below its limit.
/// </summary>
public sealed class SharedPagesTests
{
    private const int Callers = 8;
    private const int Steps = 6;

    public static TheoryData<QwenPrecision> Precisions =>
        [QwenPrecision.Float32, QwenPrecision.Int8, QwenPrecision.Int4, QwenPrecision.Int4Plus];

    [Theory]
    [MemberData(nameof(Precisions))]
    public async Task Eight_questions_about_one_picture_at_once_encode_and_read_it_once(QwenPrecision precision)
    {
        using var alone = new TestEngine(RepositoryFiles.DemoCheckpoint, precision, device: "native-cpu");
        var expected = new List<float[]>();
        for (var caller = 0; caller < Callers; caller++)
            expected.Add((await Answer(alone.Engine, AboutPicture(alone.Engine, caller))).Logits);

        using var test = new TestEngine(RepositoryFiles.DemoCheckpoint, precision, prefixes: 2, device: "native-cpu");
        var plans = Enumerable.Range(0, Callers).Select(caller => AboutPicture(test.Engine, caller)).ToList();
        var answers = await Task.WhenAll(plans.Select(plan => Task.Run(() => Answer(test.Engine, plan))));
        Assert.Equal(1, answers.Sum(answer => answer.Encoded));
        var shared = plans[0].Keys.AsSpan().CommonPrefixLength(plans[1].Keys);
        Assert.True(shared > 100, $"Questions share {shared} tokens only.");
        // one read what all begin with, and each what is its own (questions begin alike here and there)
        Assert.InRange(
            plans.Sum(plan => plan.Length) - answers.Sum(answer => answer.Cached), 1, shared + plans.Sum(plan => plan.Length - shared));
        for (var caller = 0; caller < Callers; caller++)
            Assert.True(expected[caller].AsSpan().SequenceEqual(answers[caller].Logits), $"Question {caller} has other bits than alone.");

        // the picture's pages are there once: eight tails and answers, and one beginning
        var most = KeyValuePageLayout.Count(shared) + plans.Sum(plan => KeyValuePageLayout.Count(plan.Length - shared + Steps) + 1);
        Assert.InRange(PagesOf(test.Engine).Taken, 1, most);
    }

    [Fact]
    public async Task A_conversation_that_branches_keeps_both_ends()
    {
        using var test = new TestEngine(RepositoryFiles.DemoCheckpoint, QwenPrecision.Int8, prefixes: 2, device: "native-cpu");
        int[] trunk = [.. Tokens(1, 150)], left = [.. trunk, .. Tokens(2, 100)], right = [.. trunk, .. Tokens(3, 100)];
        Assert.Equal(0, (await Answer(test.Engine, Plan(test.Engine, left))).Cached);
        Assert.Equal(150, (await Answer(test.Engine, Plan(test.Engine, right))).Cached);
        Assert.Equal(250, (await Answer(test.Engine, Plan(test.Engine, [.. left, .. Tokens(4, 30)]))).Cached);
        var (logits, cached, _) = await Answer(test.Engine, Plan(test.Engine, [.. right, .. Tokens(5, 30)]));
        Assert.Equal(250, cached);

        using var fresh = new TestEngine(RepositoryFiles.DemoCheckpoint, QwenPrecision.Int8, device: "native-cpu");
        var alone = await Answer(fresh.Engine, Plan(fresh.Engine, [.. right, .. Tokens(5, 30)]));
        Assert.True(alone.Logits.AsSpan().SequenceEqual(logits));
        Assert.Equal(0, PagesOf(fresh.Engine).Taken); // keeps none
    }

    [Fact]
    public async Task Pages_stay_below_the_limit_over_many_requests_and_go_with_the_engine()
    {
        const int Limit = 12;
        KeyValuePages pages;
        using (var test = Limited(Limit))
        {
            pages = PagesOf(test.Engine);
            Assert.Equal(Limit, pages.Limit);
            await Parallel.ForAsync(0, 600, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (n, stop) =>
            {
                var plan = Plan(test.Engine, [.. Tokens(n % 7, 70), .. Tokens(n, 1 + n * 37 % 150)]);
                using var run = new SequenceRun(test.Engine, plan, newTokens: 80);
                await run.PrefillAsync(stop);
                Assert.InRange(pages.Taken, 1, Limit);
                await run.StepAsync(Tokens(n, 1 + n % 80), 1, stop);
                Assert.InRange(pages.Taken, 1, Limit);
            });
            Assert.InRange(pages.Taken, 1, Limit);
            Assert.Equal(Limit - pages.Taken, pages.Free); // nothing is set aside any more
        }

        Assert.Equal(0, pages.Taken);
    }

    [Fact]
    public async Task A_request_that_never_fits_is_refused_with_numbers_before_it_runs()
    {
        using var test = Limited(3);
        using var run = new SequenceRun(test.Engine, Plan(test.Engine, Tokens(1, 100)), newTokens: 93);
        var error = await Assert.ThrowsAsync<QwenException>(() => run.PrefillAsync(TestContext.Current.CancellationToken));
        Assert.Contains("100 tokens", error.Message);
        Assert.Contains("93", error.Message);
        Assert.Contains("KeyValueBytes", error.Message);
        Assert.Equal(0, PagesOf(test.Engine).Taken);
        using var fits = new SequenceRun(test.Engine, Plan(test.Engine, Tokens(1, 100)), newTokens: 92);
        await fits.PrefillAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Requests_that_do_not_fit_side_by_side_run_one_after_the_other_in_the_order_they_came()
    {
        using var test = Limited(4);
        var first = new SequenceRun(test.Engine, Plan(test.Engine, Tokens(1, 100)), newTokens: 60);
        await first.PrefillAsync(TestContext.Current.CancellationToken);

        using var large = new SequenceRun(test.Engine, Plan(test.Engine, Tokens(2, 100)), newTokens: 100);
        var waiting = large.PrefillAsync(TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        using var leaves = new SequenceRun(test.Engine, Plan(test.Engine, Tokens(3, 100)), newTokens: 100);
        var leaving = leaves.PrefillAsync(stop.Token);
        using var small = new SequenceRun(test.Engine, Plan(test.Engine, Tokens(4, 10)), newTokens: 10);
        var behind = small.PrefillAsync(TestContext.Current.CancellationToken); // there is room for it, but others were first
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted || leaving.IsCompleted || behind.IsCompleted);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.False(waiting.IsCompleted || behind.IsCompleted);
        first.Dispose();
        await waiting;
        large.Dispose();
        await behind;
    }

    [Fact]
    public void A_long_context_of_the_3B_shape_takes_less_than_1200_megabytes()
    {
        var layout = new KeyValuePageLayout(Layers: 36, Heads: 2, new KeyValueBlock(128, WeightForm.Float16));
        Assert.InRange(KeyValuePageLayout.Count(32_000) * layout.Bytes, 1, 1_200_000_000);
        var pages = new KeyValuePages(layout, long.MaxValue);
        using var cache = new CpuKeyValueCache(pages);
        cache.Reserve(640);
        Assert.Equal(10, pages.Taken);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_that_is_no_number_of_bytes_is_refused(long bytes)
        => Assert.Contains("KeyValueBytes", Assert.Throws<QwenException>(
            () => new TestEngine(RepositoryFiles.DemoCheckpoint, QwenPrecision.Int8, device: "native-cpu", keyValueBytes: bytes)).Message);

    private static TestEngine Limited(int pages)
    {
        using var probe = new TestEngine(RepositoryFiles.DemoCheckpoint, QwenPrecision.Int8, device: "native-cpu");
        var bytes = PagesOf(probe.Engine).Layout.Bytes;
        return new TestEngine(
            RepositoryFiles.DemoCheckpoint, QwenPrecision.Int8, prefixes: 2, device: "native-cpu", keyValueBytes: pages * bytes);
    }

    private static KeyValuePages PagesOf(InferenceEngine engine) => ((CpuDecoder)engine.Decoder).Pages;

    private static async Task<(float[] Logits, int Cached, int Encoded)> Answer(InferenceEngine engine, PromptPlan plan)
    {
        using var run = new SequenceRun(engine, plan, Steps + 1);
        await run.PrefillAsync(TestContext.Current.CancellationToken);
        for (var step = 0; step < Steps; step++)
            await run.StepAsync(TensorPrimitives.IndexOfMax(run.Logits), TestContext.Current.CancellationToken);
        return (run.Logits.ToArray(), run.CachedTokens, run.EncodedSlices);
    }

    private static int[] Tokens(int seed, int count) =>
        [.. Enumerable.Range(0, count).Select(n => 20 + (n * 31 + seed * 17 + n / 7 * seed) % 180)];

    private static PromptPlan Plan(InferenceEngine engine, int[] tokens) =>
        PromptPlan.Create(new ChatPrompt(tokens, [], ""), engine.Checkpoint.Config);

    private static PromptPlan AboutPicture(InferenceEngine engine, int question)
    {
        var config = engine.Checkpoint.Config;
        var pixels = new byte[448 * 392 * 3];
        new Random(7).NextBytes(pixels);
        var picture = ImagePreparer.Prepare(new RgbImage(448, 392, pixels), engine.Checkpoint.Preprocessor, config.Vision);
        int[] placeholders = [.. Enumerable.Repeat(config.ImageTokenId, picture.Grid.TokenCount)];
        int[] tokens =
        [
            .. Tokens(9, 130), config.VisionStartTokenId, .. placeholders, config.VisionEndTokenId, .. Tokens(question, 20 + question)
        ];
        return PromptPlan.Create(new ChatPrompt(tokens, [picture], ""), config);
    }
}
