using CsCheck;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Tests.Images;

public class BicubicResizerTests
{
    private static readonly Gen<int> Side = Gen.Int[1, 90];

    [Theory]
    [InlineData(new byte[] { 0, 170, 147, 95, 69 })]
    [InlineData(new byte[] { 0, 0, 14, 137, 232, 255, 142, 24, 66, 122, 161, 67, 0 })]
    public void A_row_and_a_column_of_eight_samples_give_the_documented_bytes(byte[] expected)
    {
        byte[] samples = [0, 10, 200, 255, 30, 90, 160, 5];
        byte[] gray = [.. samples.SelectMany(v => new[] { v, v, v })];
        byte[] wanted = [.. expected.SelectMany(v => new[] { v, v, v })];
        Assert.Equal(wanted, BicubicResizer.Resize(new RgbImage(8, 1, gray), new PixelSize(expected.Length, 1)).Pixels);
        Assert.Equal(wanted, BicubicResizer.Resize(new RgbImage(1, 8, gray), new PixelSize(1, expected.Length)).Pixels);
    }

    [Fact]
    public void Weights_are_the_documented_integers()
    {
        var shrink = new ResampleAxis(8, 5);
        Assert.Equal(0, shrink.Start(0));
        Assert.Equal([2564317, 1799741, -76390, -93365], shrink.Weights(0).ToArray());
        Assert.Equal(1, shrink.Start(2));
        Assert.Equal([-143542, 103181, 2137513, 2137513, 103181, -143542], shrink.Weights(2).ToArray());
        var grow = new ResampleAxis(8, 13);
        Assert.Equal(0, grow.Start(0));
        Assert.Equal([4501847, -307543], grow.Weights(0).ToArray());
    }

    [Theory]
    [InlineData(50, 30, 56, 28, 0xc2a3e8c1, 0xde70ea36, 599003)]
    [InlineData(100, 75, 56, 56, 0x50dd5804, 0x2a7299b8, 1197365)]
    [InlineData(37, 91, 84, 196, 0x87621f3b, 0x22d9b433, 6289613)]
    [InlineData(640, 428, 140, 84, 0x8878903f, 0xc0ebe78f, 4498185)]
    [InlineData(28, 28, 28, 56, 0xb1be4721, 0x1019c2a5, 588959)]
    [InlineData(33, 20, 56, 28, 0x398e8df8, 0x88387e6b, 590091)]
    public void A_synthetic_picture_resized_across_first_gives_the_documented_checksum(
        int width, int height, int newWidth, int newHeight, uint before, uint after, long sum)
    {
        var source = Synthetic(width, height);
        Assert.Equal(before, System.IO.Hashing.Crc32.HashToUInt32(source.Pixels));
        var resized = BicubicResizer.Resize(source, new PixelSize(newWidth, newHeight), downFirst: false);
        Assert.Equal(after, System.IO.Hashing.Crc32.HashToUInt32(resized.Pixels));
        Assert.Equal(sum, resized.Pixels.Sum(v => (long)v));
    }

    [Fact]
    public void A_constant_picture_stays_constant() =>
        Gen.Select(Side, Side, Side, Side, Gen.Byte.Array[3]).Sample(
            (w, h, newW, newH, colour) =>
            {
                var source = new RgbImage(w, h, [.. Enumerable.Repeat(colour, w * h).SelectMany(c => c)]);
                var resized = BicubicResizer.Resize(source, new PixelSize(newW, newH));
                return resized.Size == new PixelSize(newW, newH) && resized.Pixels.Chunk(3).All(p => p.AsSpan().SequenceEqual(colour));
            },
            iter: 300);

    [Fact]
    public void The_same_size_gives_the_same_picture() =>
        Gen.Select(Side, Side).Sample(
            (w, h) =>
            {
                var source = Synthetic(w, h);
                return ReferenceEquals(source, BicubicResizer.Resize(source, source.Size));
            },
            iter: 50);

    [Fact]
    public void Rows_in_parallel_and_vectors_give_what_the_formula_gives() =>
        Gen.Select(Gen.Int[1, 1400], Gen.Int[1, 900], Gen.Int[1, 700], Gen.Int[1, 1200], Gen.Int[0, int.MaxValue - 1]).Sample(
            (w, h, newW, newH, seed) =>
            {
                var source = new RgbImage(w, h, new byte[w * h * 3]);
                new Random(seed).NextBytes(source.Pixels);
                var target = new PixelSize(newW, newH);
                return BicubicResizer.Resize(source, target).Pixels.AsSpan().SequenceEqual(ByFormula(source, target));
            },
            iter: 12);

    /// <summary>Two plain passes with one loop per sample: the formula as written down.</summary>
    private static byte[] ByFormula(RgbImage source, PixelSize target)
    {
        if (source.Height / target.Height > source.Width / target.Width)
        {
            var down = Pass(source.Pixels, source.Height, target.Height, source.Width, source.Width * 3, 3, source.Width * 3, 3);
            return Pass(down, source.Width, target.Width, target.Height, 3, source.Width * 3, 3, target.Width * 3);
        }

        var across = Pass(source.Pixels, source.Width, target.Width, source.Height, 3, source.Width * 3, 3, target.Width * 3);
        return Pass(across, source.Height, target.Height, target.Width, target.Width * 3, 3, target.Width * 3, 3);
    }

    private static byte[] Pass(byte[] source, int length, int newLength, int lines, int step, int lineStep, int newStep, int newLineStep)
    {
        if (length == newLength)
            return source;
        var axis = new ResampleAxis(length, newLength);
        var output = new byte[newLength * lines * 3];
        for (var line = 0; line < lines; line++)
        {
            for (var i = 0; i < newLength; i++)
            {
                var weights = axis.Weights(i);
                for (var c = 0; c < 3; c++)
                {
                    long sum = 1 << 21;
                    for (var j = 0; j < weights.Length; j++)
                        sum += (long)weights[j] * source[line * lineStep + (axis.Start(i) + j) * step + c];
                    output[line * newLineStep + i * newStep + c] = (byte)Math.Clamp(sum >> 22, 0, 255);
                }
            }
        }

        return output;
    }

    private static RgbImage Synthetic(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            int c = i % 3, x = i / 3 % width, y = i / 3 / width;
            pixels[i] = (byte)(7 * x + 13 * y + 31 * c + 9 * (x * y % 17));
        }

        return new RgbImage(width, height, pixels);
    }
}
