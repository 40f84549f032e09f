using System.Numerics.Tensors;
using CsCheck;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Tests.Graphs;

public sealed class BlockQuantizerTests
{
    private static readonly Gen<float[]> Block = Gen.Float[-3, 3].Array[32];

    [Fact]
    public void Eight_bit_values_come_back_within_half_a_step()
        => Block.Sample(block =>
        {
            var scale = BlockQuantizer.Scale(block, 8);
            var packed = new byte[block.Length];
            BlockQuantizer.Pack(block, scale, 8, packed);
            return block.Zip(packed).All(pair => MathF.Abs(pair.First - (pair.Second - 128) * scale) <= 0.5f * MathF.Abs(scale) * 1.0001f);
        });

    [Fact]
    public void Four_bit_values_come_back_within_a_step_and_the_extreme_exactly()
        => Block.Sample(block =>
        {
            var scale = BlockQuantizer.Scale(block, 4);
            var packed = new byte[block.Length / 2];
            BlockQuantizer.Pack(block, scale, 4, packed);
            var values = packed.SelectMany(b => new[] { ((b & 15) - 8) * scale, ((b >> 4) - 8) * scale }).ToArray();
            var extreme = TensorPrimitives.MaxMagnitude<float>(block);
            return block.Zip(values).All(pair => MathF.Abs(pair.First - pair.Second) <= MathF.Abs(scale) * 1.0001f)
                && MathF.Abs(values[Array.IndexOf(block, extreme)] - extreme) <= 1e-5f * MathF.Abs(extreme);
        });

    [Fact]
    public void A_block_of_zeros_stays_zero()
    {
        var packed = new byte[32];
        BlockQuantizer.Pack(new float[32], BlockQuantizer.Scale(new float[32], 8), 8, packed);
        Assert.All(packed, value => Assert.Equal(128, value));
    }
}
