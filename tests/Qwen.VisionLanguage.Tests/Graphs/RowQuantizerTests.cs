using System.Numerics.Tensors;
using CsCheck;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Tests.Graphs;

public sealed class RowQuantizerTests
{
    private static readonly Gen<float[]> Row = Gen.Float[-3, 3].Array[64];

    [Fact]
    public void Eight_bit_values_come_back_within_half_a_step()
        => Row.Sample(row =>
        {
            var encoded = Quantize(row, 8, 64);
            return row.Zip(Values(encoded)).All(pair => MathF.Abs(pair.First - pair.Second) <= 0.5f * encoded.Scales[0] * 1.0001f);
        });

    [Theory]
    [InlineData(64)]
    [InlineData(32)]
    public void Four_bit_values_lose_less_than_with_the_scale_of_the_largest(int columns)
        => Row.Sample(row =>
        {
            var part = row[..columns];

            // a scale of few digits is up to 1/128 off, and every number with it
            var allowed = Math.Sqrt(Error(part, Plain(part), [])) * 1.0001 + Math.Sqrt(Error(part, new float[columns], [])) / 128;
            return Math.Sqrt(Error(part, Values(Quantize(part, 4, 32)), [])) <= allowed + 1e-9;
        });

    [Fact]
    public void Four_bit_values_of_inputs_that_matter_lose_less()
    {
        var random = new Random(3);
        var importance = new float[64];
        Array.Fill(importance, 0.01f);
        importance.AsSpan(3, 4).Fill(10);
        var (weighted, alike) = (0.0, 0.0);
        for (var n = 0; n < 200; n++)
        {
            float[] row = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() + random.NextSingle() - 1)];
            weighted += Error(row, Values(Quantize(row, 4, 32, importance)), importance);
            alike += Error(row, Values(Quantize(row, 4, 32)), importance);
        }

        Assert.True(weighted < 0.8 * alike, $"{weighted} is not much less than {alike}.");
    }

    [Fact]
    public void Zero_is_a_value_of_every_block()
        => Row.Sample(row =>
        {
            foreach (var sign in (float[])[1, -1])
            {
                float[] oneSided = [.. row.Select(value => sign * MathF.Abs(value))];
                oneSided[5] = 0;
                if (Values(Quantize(oneSided, 4, 32))[5] != 0)
                    return false;
            }

            return true;
        });

    [Fact]
    public void Rows_with_an_odd_number_of_blocks_have_the_zero_point_in_the_middle()
        => Row.Sample(row => Quantize([.. row.Take(32).Select(MathF.Abs)], 4, 32).Zeros is [8]);

    [Fact]
    public void Four_bit_scales_are_those_that_sixteen_bits_hold()
        => Row.Sample(row => Quantize(row, 4, 32).Scales.All(scale => ShortScale.Round(scale) == scale));

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void A_block_of_zeros_stays_zero(int bits)
    {
        var encoded = Quantize(new float[64], bits, 32);
        Assert.All(Values(encoded), value => Assert.Equal(0, value));
        Assert.Equal(encoded.Zeros[0], encoded.Codes[0]);
    }

    [Fact]
    public void With_feedback_products_with_related_inputs_lose_less()
    {
        var random = new Random(7);
        var x = new float[500 * 64];
        for (var row = 0; row < 500; row++)
        {
            var common = random.NextSingle() - 0.5f;
            for (var i = 0; i < 64; i++)
                x[row * 64 + i] = common * (1 + i % 3) + 0.2f * (random.NextSingle() - 0.5f);
        }

        var moments = new InputMoments(64);
        moments.Add(x);
        var feedback = ErrorFeedback.Create(moments);
        var (alone, fed) = (0.0, 0.0);
        for (var n = 0; n < 50; n++)
        {
            float[] row = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() - 0.5f)];
            alone += ProductError(row, Values(Quantize(row, 4, 32)));
            var encoded = new QuantizedRow(64, 32);
            RowQuantizer.Quantize([.. row], 4, [], feedback, encoded);
            fed += ProductError(row, Values(encoded));
        }

        Assert.True(fed < 0.5 * alone, $"{fed} is not half of {alone}.");

        double ProductError(float[] row, float[] rounded)
        {
            TensorPrimitives.Subtract<float>(row, rounded, rounded);
            return Enumerable.Range(0, 500).Sum(at => Math.Pow(TensorPrimitives.Dot<float>(rounded, x.AsSpan(at * 64, 64)), 2));
        }
    }

    private static QuantizedRow Quantize(float[] row, int bits, int block, float[]? importance = null)
    {
        var encoded = new QuantizedRow(row.Length, block);
        RowQuantizer.Quantize([.. row], bits, importance, null, encoded);
        return encoded;
    }

    private static float[] Values(QuantizedRow encoded)
        => [.. encoded.Codes.Select((code, i) => (code - encoded.Zeros[i / encoded.Block]) * encoded.Scales[i / encoded.Block])];

    /// <summary>The largest magnitude becomes -8.</summary>
    private static float[] Plain(float[] row)
        => [.. row.Chunk(32).SelectMany(block =>
        {
            var scale = TensorPrimitives.MaxMagnitude<float>(block) / -8;
            return block.Select(value => scale == 0 ? 0 : Math.Clamp(MathF.Round(value / scale), -8, 7) * scale);
        })];

    private static double Error(float[] row, float[] rounded, float[] importance)
        => row.Select((value, i) => Math.Pow(value - rounded[i], 2) * (importance.Length == 0 ? 1 : importance[i])).Sum();
}
