using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Tests.Images;

public class PatchExtractorTests
{
    private static readonly PreprocessorConfig Config = Published.Preprocessor;

    [Fact]
    public void Rows_and_columns_are_in_the_documented_order()
    {
        const int width = 84, height = 56;
        var random = new Random(7);
        RgbImage[] frames = [Noise(random, width, height), Noise(random, width, height)];
        var patches = new float[width * height / 196 * 1176];
        new PatchExtractor(Config, Published.Vision).Extract(frames[0], frames[1], patches);

        var at = 0;
        for (var blockRow = 0; blockRow < height / 28; blockRow++)
        for (var blockColumn = 0; blockColumn < width / 28; blockColumn++)
        for (var r = 0; r < 2; r++)
        for (var c = 0; c < 2; c++)
        for (var channel = 0; channel < 3; channel++)
        for (var f = 0; f < 2; f++)
        for (var y = 0; y < 14; y++)
        for (var x = 0; x < 14; x++)
        {
            var value = frames[f].Pixels[((14 * (2 * blockRow + r) + y) * width + 14 * (2 * blockColumn + c) + x) * 3 + channel];
            Assert.Equal((value / 255f - Config.Mean[channel]) / Config.StandardDeviation[channel], patches[at++], 1e-6f);
        }
    }

    [Fact]
    public void A_picture_fills_both_time_steps_alike()
    {
        var frame = Noise(new Random(8), 28, 28);
        float[] once = new float[4 * 1176], twice = new float[4 * 1176];
        var extractor = new PatchExtractor(Config, Published.Vision);
        extractor.Extract(frame, frame, once);
        extractor.Extract(frame, new RgbImage(28, 28, [.. frame.Pixels]), twice);
        Assert.Equal(twice, once);
        Assert.Equal(once.AsSpan(0, 196).ToArray(), once.AsSpan(196, 196).ToArray());
    }

    [Fact]
    public void White_and_black_have_the_documented_values()
    {
        var patches = new float[4 * 1176];
        new PatchExtractor(Config, Published.Vision).Extract(Plain(255), Plain(0), patches);
        Assert.Equal(
            [1.9303, -1.7923, 2.0749, -1.7521, 2.1459, -1.4802],
            Enumerable.Range(0, 6).Select(i => Math.Round((double)patches[i * 196], 4)));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var extractor = new PatchExtractor(Config, Published.Vision);
        Assert.Throws<ArgumentException>(() => extractor.Extract(Plain(0), Noise(new Random(1), 56, 28), new float[8 * 1176]));
        Assert.Throws<ArgumentException>(
            () => extractor.Extract(Noise(new Random(1), 29, 28), Noise(new Random(1), 29, 28), new float[8 * 1176]));
        Assert.Throws<ArgumentException>(() => extractor.Extract(Plain(0), Plain(0), new float[4 * 1176 - 1]));
        Assert.Throws<QwenException>(() => new PatchExtractor(Config, Published.Vision with { TemporalPatchSize = 1 }));
        Assert.Throws<QwenException>(() => new PatchExtractor(Config with { Mean = [0.5f] }, Published.Vision));
    }

    private static RgbImage Plain(byte value) => new(28, 28, [.. Enumerable.Repeat(value, 28 * 28 * 3)]);

    private static RgbImage Noise(Random random, int width, int height)
    {
        var image = new RgbImage(width, height, new byte[width * height * 3]);
        random.NextBytes(image.Pixels);
        return image;
    }
}
