using CsCheck;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Tests.Graphs;

public sealed class ShortScaleTests
{
    private static readonly float Least = MathF.ScaleB(1, -31), Most = MathF.ScaleB(2 - 1f / 64, 32);

    [Fact]
    public void A_scale_within_reach_is_at_most_one_in_128_off_and_stays_when_it_is_rounded_again()
        => Gen.Float[Least, Most].Sample(scale =>
        {
            var rounded = ShortScale.Round(scale);
            return MathF.Abs(rounded - scale) <= scale / 128
                && ShortScale.Round(rounded) == rounded && ShortScale.Round(-scale) == -rounded;
        });

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-10f)]
    [InlineData(-1e-10f)]
    [InlineData(float.Epsilon)]
    public void A_scale_below_the_least_counts_as_none(float scale) => Assert.Equal(0, ShortScale.Round(scale));

    [Theory]
    [InlineData(1e10f)]
    [InlineData(float.MaxValue)]
    [InlineData(float.PositiveInfinity)]
    public void A_scale_beyond_the_largest_is_the_largest(float scale)
    {
        Assert.Equal(Most, ShortScale.Round(scale));
        Assert.Equal(-Most, ShortScale.Round(-scale));
    }

    [Fact]
    public unsafe void Kernels_read_scale_and_zero_point_as_they_were_written()
        => Gen.Select(Gen.Float[Least, Most], Gen.Int[0, 15]).Array[16].Sample(numbers =>
        {
            var words = stackalloc ushort[32]; // those of two blocks in turn
            for (var i = 0; i < 16; i++)
                words[2 * i] = ShortScale.Join(ShortScale.Round(numbers[i].Item1), numbers[i].Item2);
            var read = BlockScale.Load16(WeightForm.Int4, (byte*)words);
            var (scales, zeros) = (BlockScale.Number(read), BlockScale.Zero(read));
            for (var i = 0; i < 16; i++)
            {
                if (scales[i] != ShortScale.Round(numbers[i].Item1) || zeros[i] != numbers[i].Item2)
                    return false;
            }

            return true;
        });
}
