using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Images;

public class SmartResizeTests
{
    [Fact]
    [Trait("Category", "Golden")]
    public void Every_golden_size_is_equal_and_every_golden_error_is_an_error()
    {
        var sizes = 0;
        foreach (var entry in Goldens.ReadJson("smart_resize.json").EnumerateArray())
        {
            var source = new PixelSize(entry.GetProperty("width").GetInt32(), entry.GetProperty("height").GetInt32());
            int min = entry.GetProperty("min_pixels").GetInt32(), max = entry.GetProperty("max_pixels").GetInt32();
            if (entry.TryGetProperty("error", out _))
            {
                Assert.Throws<QwenException>(() => SmartResize.Fit(source, min, max));
            }
            else
            {
                var resized = entry.GetProperty("resized");
                Assert.Equal(
                    (entry.ToString(), new PixelSize(resized[0].GetInt32(), resized[1].GetInt32())),
                    (entry.ToString(), SmartResize.Fit(source, min, max)));
            }

            sizes++;
        }

        Assert.True(sizes > 0, "smart_resize.json is empty.");
    }

    [Theory]
    [InlineData(70, 70, 56, 56)]
    [InlineData(98, 98, 112, 112)]
    [InlineData(14, 14, 56, 56)]
    [InlineData(126, 182, 112, 168)]
    [InlineData(278, 561, 280, 560)]
    [InlineData(640, 480, 644, 476)]
    [InlineData(1014, 1532, 1008, 1540)]
    [InlineData(1920, 1080, 1932, 1092)]
    [InlineData(3840, 2160, 3836, 2156)]
    [InlineData(5000, 7000, 3024, 4228)]
    [InlineData(8000, 50, 8008, 56)]
    [InlineData(100, 15000, 112, 15008)]
    [InlineData(1000, 5, 1008, 28)]
    public void Published_limits_give_the_documented_sizes(int width, int height, int fitWidth, int fitHeight) =>
        Assert.Equal(
            new PixelSize(fitWidth, fitHeight),
            SmartResize.Fit(new PixelSize(width, height), SmartResize.DefaultMinPixels, SmartResize.DefaultMaxPixels));

    [Theory]
    [InlineData(1920, 1080, 3136, 1003520, 1316, 728)]
    [InlineData(1080, 2400, 3136, 1003520, 672, 1484)]
    [InlineData(4000, 3000, 3136, 1003520, 1148, 840)]
    [InlineData(224, 224, 200704, 12845056, 448, 448)]
    [InlineData(640, 480, 1024 * 784, 12845056, 1036, 784)]
    public void Own_limits_shrink_and_grow(int width, int height, int min, int max, int fitWidth, int fitHeight) =>
        Assert.Equal(new PixelSize(fitWidth, fitHeight), SmartResize.Fit(new PixelSize(width, height), min, max));

    [Fact]
    public void A_strip_is_refused_with_its_size()
    {
        var error = Assert.Throws<QwenException>(() => SmartResize.Fit(new PixelSize(1, 15000), 3136, 12845056));
        Assert.Contains("1×15000", error.Message, StringComparison.Ordinal);
        Assert.Contains("200", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_the_wrong_way_round_are_refused() =>
        Assert.Contains(
            "max_pixels",
            Assert.Throws<QwenException>(() => SmartResize.Fit(new PixelSize(100, 100), 5000, 4000)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, null, null)]
    [InlineData(int.MaxValue, int.MaxValue - 1, null, null)]
    [InlineData(int.MaxValue, 1, null, null)]
    [InlineData(null, 5, null, null)]
    [InlineData(null, null, int.MaxValue, int.MaxValue)]
    [InlineData(null, null, 100_000, null)]
    [InlineData(null, null, null, int.MaxValue)]
    [InlineData(null, null, int.MaxValue, 1)]
    [InlineData(null, null, 1_000_000, 1_000_000)]
    public void Sizes_that_nobody_can_handle_are_a_sentence(int? width, int? height, int? minPixels, int? maxPixels)
    {
        var image = new ImageOptions { ResizedWidth = width, ResizedHeight = height, MinPixels = minPixels, MaxPixels = maxPixels };
        var video = new VideoOptions { ResizedWidth = width, ResizedHeight = height, MinPixels = minPixels, MaxPixels = maxPixels };
        foreach (var source in new[] { new PixelSize(1, 1), new PixelSize(64, 48), new PixelSize(1 << 15, 1 << 12) })
        {
            Handle(() => ImagePreparer.ModelSize(source, Published.Preprocessor, Published.Vision, image));
            foreach (var frames in new[] { 2, 4096 })
                Handle(() => FrameBudget.Fit(source, frames, video, 28));
        }

        static void Handle(Func<PixelSize> fit)
        {
            try
            {
                Assert.InRange(fit().Area, 28 * 28, 1L << 27);
            }
            catch (QwenException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }
    }
}
