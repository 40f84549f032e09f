using CsCheck;
using Qwen.VisionLanguage.Generation;

namespace Qwen.VisionLanguage.Tests.Generation;

public class SamplingFiltersTests
{
    // spreads from "all within the first distance" to "one far above the rest", more values than the first buffer holds
    private static readonly Gen<float[]> Scores = Gen.Select(Gen.Float[0.01f, 200], Gen.Float[-1, 1].Array[1, 3000], (spread, values) =>
        values.Select(value => value * spread).ToArray());

    [Fact]
    public void Top_k_keeps_the_k_best()
        => Gen.Select(Scores, Gen.Int[1, 3100]).Sample((scores, k) =>
        {
            var kth = scores.OrderDescending().ElementAt(Math.Min(k, scores.Length) - 1);
            var filtered = (float[])scores.Clone();
            new SamplingFilters().KeepTopK(filtered, k);
            Assert.Equal(scores.Select(score => score >= kth ? score : float.NegativeInfinity), filtered);
        });

    [Fact]
    public void Top_p_keeps_the_smallest_set_that_reaches_the_share()
        => Gen.Select(Scores, Gen.Double[0, 1]).Sample((scores, share) =>
        {
            var filtered = (float[])scores.Clone();
            new SamplingFilters().KeepTopP(filtered, share);

            var max = scores.Max();
            double Weight(float score) => Math.Exp(score - max);
            var total = scores.Sum(Weight);
            var kept = scores.Where((_, i) => !float.IsNegativeInfinity(filtered[i])).ToArray();
            var lowest = kept.Min();
            Assert.Contains(max, kept);
            Assert.True(kept.Sum(Weight) / total >= share - 1e-9, "the set does not reach the share");
            Assert.True(kept.Where(score => score > lowest).Sum(Weight) / total <= share + 1e-9, "a smaller set would do");
            Assert.Equal(scores.Select(score => score >= lowest ? score : float.NegativeInfinity), filtered);
        });

    [Fact]
    public void Min_p_keeps_what_is_near_the_best()
        => Gen.Select(Scores, Gen.Double[0.001, 1]).Sample((scores, share) =>
        {
            var filtered = (float[])scores.Clone();
            SamplingFilters.KeepMinP(filtered, share);
            var max = scores.Max();
            for (var i = 0; i < scores.Length; i++)
            {
                var ratio = Math.Exp(scores[i] - max);
                if (ratio > share * 1.0001)
                    Assert.Equal(scores[i], filtered[i]);
                if (ratio < share * 0.9999)
                    Assert.Equal(float.NegativeInfinity, filtered[i]);
            }
        });

    [Fact]
    public void Masked_scores_stay_masked_whatever_k()
    {
        float[] scores = [float.NegativeInfinity, 1, float.NegativeInfinity, -500, 2];
        new SamplingFilters().KeepTopK(scores, 4);
        Assert.Equal([float.NegativeInfinity, 1, float.NegativeInfinity, -500, 2], scores);
        new SamplingFilters().KeepTopK(scores, 2);
        Assert.Equal([float.NegativeInfinity, 1, float.NegativeInfinity, float.NegativeInfinity, 2], scores);
    }
}
