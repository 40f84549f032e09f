using CsCheck;
using Qwen.VisionLanguage.Generation;

namespace Qwen.VisionLanguage.Tests.Generation;

public class TokenSamplerTests
{
    [Fact]
    public void Greedy_takes_the_best_and_of_equals_the_first()
        => Gen.Int[-3, 3].Select(i => (float)i).Array[1, 300].Sample(logits =>
        {
            var expected = Array.IndexOf(logits, logits.Max());
            Assert.Equal(expected, Sampler(new SamplingOptions()).Next((float[])logits.Clone()));
            Assert.Equal(expected, Sampler(new SamplingOptions { Temperature = 0.009f, Seed = 1 }).Next((float[])logits.Clone()));
            Assert.Equal(
                expected,
                Sampler(new SamplingOptions { Temperature = 2, TopP = 0 }).Next((float[])logits.Clone()),
                (a, b) => logits[a] == logits[b]);
        });

    [Fact]
    public void The_request_goes_before_the_checkpoint()
    {
        var proposed = TestDefaults.Greedy with { Sample = true, Temperature = 0.7f, TopK = 20, TopP = 0.8f, RepetitionPenalty = 1.05f };
        var merged = SamplingSettings.Merge(new SamplingOptions(), proposed);
        Assert.Equal((0.7f, 20, 0.8f, 1.05f, 0f), (merged.Temperature, merged.TopK, merged.TopP, merged.RepetitionPenalty, merged.MinP));
        merged = SamplingSettings.Merge(
            new SamplingOptions { Temperature = 0, TopK = 0, TopP = 1, RepetitionPenalty = 1, MinP = 0.1f }, proposed);
        Assert.Equal((0f, 0, 1f, 1f, 0.1f), (merged.Temperature, merged.TopK, merged.TopP, merged.RepetitionPenalty, merged.MinP));

        Assert.True(SamplingSettings.Merge(new SamplingOptions(), TestDefaults.Greedy with { Temperature = 0.7f }).Greedy);
        Assert.True(SamplingSettings.Merge(new SamplingOptions(), TestDefaults.Greedy with { Sample = true, Temperature = 1e-6f }).Greedy);
        Assert.False(SamplingSettings.Merge(new SamplingOptions(), TestDefaults.Greedy with { Sample = true }).Greedy);
        Assert.False(SamplingSettings.Merge(new SamplingOptions { Temperature = 0.01f }, TestDefaults.Greedy).Greedy);
    }

    [Theory]
    [InlineData(nameof(SamplingOptions.Temperature))]
    [InlineData(nameof(SamplingOptions.TopK))]
    [InlineData(nameof(SamplingOptions.TopP))]
    [InlineData(nameof(SamplingOptions.MinP))]
    [InlineData(nameof(SamplingOptions.RepetitionPenalty))]
    [InlineData(nameof(SamplingOptions.PresencePenalty))]
    [InlineData(nameof(SamplingOptions.FrequencyPenalty))]
    public void Values_outside_their_range_are_named(string name)
    {
        SamplingOptions[] wrong = name switch
        {
            nameof(SamplingOptions.Temperature) =>
                [new() { Temperature = -1 }, new() { Temperature = float.NaN }, new() { Temperature = float.PositiveInfinity }],
            nameof(SamplingOptions.TopK) => [new() { TopK = -1 }],
            nameof(SamplingOptions.TopP) => [new() { TopP = 1.1f }, new() { TopP = -0.1f }, new() { TopP = float.NaN }],
            nameof(SamplingOptions.MinP) => [new() { MinP = 1.1f }, new() { MinP = -0.1f }],
            nameof(SamplingOptions.RepetitionPenalty) => [new() { RepetitionPenalty = 0 }, new() { RepetitionPenalty = float.NaN }],
            nameof(SamplingOptions.PresencePenalty) => [new() { PresencePenalty = float.NaN }],
            _ => [new() { FrequencyPenalty = float.PositiveInfinity }],
        };
        foreach (var options in wrong)
            Assert.Contains(name, Assert.Throws<QwenException>(() => Sampler(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Penalties_count_prompt_and_answer_as_documented()
    {
        // repetition over both and once each; frequency and presence over the answer alone
        var options = new SamplingOptions { RepetitionPenalty = 2, PresencePenalty = 0.5f, FrequencyPenalty = 0.25f };
        var penalties = new TokenPenalties(SamplingSettings.Merge(options, TestDefaults.Greedy), [0, 0, 1, 99]);
        foreach (var id in new[] { 1, 2, 2, 2 })
            penalties.Accept(id);

        float[] logits = [4, -4, 4, -4];
        penalties.Apply(logits);
        Assert.Equal([2, -8.75f, 0.75f, -4], logits);
    }

    [Fact]
    public void A_penalty_keeps_an_answer_from_repeating()
    {
        var sampler = Sampler(new SamplingOptions { FrequencyPenalty = 1 });
        var answer = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            answer.Add(sampler.Next([1f, 2.5f, 0f]));
            sampler.Accept(answer[^1]);
        }

        Assert.Equal([1, 1, 0, 1], answer);
    }

    [Fact]
    public void A_seed_fixes_the_draws()
    {
        float[] logits = [.. Enumerable.Range(0, 1000).Select(i => MathF.Sin(i * 12.9898f) * 3)];
        int[] Draw(long? seed)
        {
            var sampler = Sampler(new SamplingOptions { Temperature = 1, Seed = seed });
            return [.. Enumerable.Range(0, 20).Select(_ => sampler.Next((float[])logits.Clone()))];
        }

        Assert.Equal(Draw(7), Draw(7));
        Assert.Equal(Draw(-1), Draw(-1));
        Assert.NotEqual(Draw(7), Draw(8));
        Assert.NotEqual(Draw(null), Draw(null));
    }

    [Fact]
    public void The_generator_is_the_published_one()
    {
        // first outputs of SplitMix64 for the seed 1234567, shifted to 53 bits
        var random = new SplitMix64(1234567);
        Assert.Equal((6457827717110365317UL >> 11) * (1.0 / (1UL << 53)), random.NextDouble());
        Assert.Equal((3203168211198807973UL >> 11) * (1.0 / (1UL << 53)), random.NextDouble());
    }

    [Fact]
    public void Draws_follow_the_probabilities()
    {
        // more tokens than one block, most of them impossible
        var logits = new float[2000];
        Array.Fill(logits, float.NegativeInfinity);
        (int Id, double Probability)[] expected = [(3, 0.1), (511, 0.2), (512, 0.3), (1999, 0.4)];
        foreach (var (id, probability) in expected)
            logits[id] = (float)Math.Log(probability);

        const int draws = 5000;
        var sampler = Sampler(new SamplingOptions { Temperature = 1, Seed = 42 });
        var counts = Enumerable.Range(0, draws).CountBy(_ => sampler.Next((float[])logits.Clone())).ToDictionary();
        Assert.Equal(expected.Select(e => e.Id), counts.Keys.Order());
        foreach (var (id, probability) in expected)
            Assert.InRange(counts[id] / (double)draws, probability - 0.03, probability + 0.03);
    }

    [Fact]
    public void Forbidden_tokens_are_never_drawn()
        => Gen.Select(Gen.Float[-10, 10].Array[2, 200], Gen.Int[0, 1000], Gen.Float[0.01f, 3], Gen.Float[0, 1])
            .Sample((logits, seed, temperature, share) =>
            {
                for (var i = 0; i < logits.Length; i += 2)
                    logits[i] = float.NegativeInfinity;
                var options = new SamplingOptions
                {
                    Temperature = temperature,
                    Seed = seed,
                    TopP = share,
                    TopK = seed % 7,
                    MinP = share / 2,
                    RepetitionPenalty = 1.1f,
                    PresencePenalty = -3
                };
                var sampler = new TokenSampler(options, TestDefaults.Greedy, [0, 1, 2]);
                sampler.Accept(0);
                Assert.Equal(1, sampler.Next(logits) % 2);
            });

    [Fact]
    public void Nothing_to_choose_from_is_an_error_with_its_cause()
    {
        var sampler = Sampler(new SamplingOptions { Temperature = 1 });
        Assert.Contains(
            "constraint",
            Assert.Throws<QwenException>(() => sampler.Next([float.NegativeInfinity, float.NegativeInfinity])).Message,
            StringComparison.Ordinal);
        Assert.Contains("device", Assert.Throws<QwenException>(() => sampler.Next([1, float.NaN, 2])).Message, StringComparison.Ordinal);
        Assert.Equal(1, sampler.Next([1, float.PositiveInfinity, 2]));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        float[] logits = [.. Enumerable.Range(0, 20000).Select(i => MathF.Sin(i * 12.9898f) * 5)];
        var buffer = new float[logits.Length];
        var sampler = new TokenSampler(
            new SamplingOptions { Temperature = 0.8f, TopK = 50, TopP = 0.9f, MinP = 0.01f, RepetitionPenalty = 1.1f, Seed = 1 },
            TestDefaults.Greedy,
            [1, 2, 3]);
        void Step()
        {
            logits.CopyTo(buffer, 0);
            sampler.Next(buffer);
        }

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
                Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // the runtime itself may allocate on this thread while it compiles the step anew; the step never does
        Step();
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated()));
    }

    private static TokenSampler Sampler(SamplingOptions options) => new(options, TestDefaults.Greedy, []);
}
