using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI.Tests.Media;

public class MediaHintsTests
{
    /// <summary>The same number in every form in which frameworks carry it.</summary>
    public static TheoryData<object> Numbers =>
        [
            3136, 3136L, 3136.0, 3136f, 3136m, (short)3136, "3136", JsonSerializer.SerializeToElement(3136),
            JsonSerializer.SerializeToElement("3136")
        ];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Numbers_are_read_in_any_form(object value) =>
        Assert.Equal(3136, MediaHints.Read(new() { ["max_pixels"] = value }, MediaHints.None).MaxPixels);

    [Fact]
    public void Every_name_of_qwen_vl_utils_reaches_the_options()
    {
        AdditionalPropertiesDictionary properties = new()
        {
            ["min_pixels"] = 1, ["max_pixels"] = 2, ["resized_width"] = 3, ["resized_height"] = 4, ["fps"] = 0.5, ["min_frames"] = 6,
            ["max_frames"] = 8, ["total_pixels"] = 1L << 40, ["video_start"] = 1.5, ["video_end"] = 9, ["detail"] = "high",
        };
        var hints = MediaHints.Read(properties, MediaHints.None);
        Assert.Equal(
            new ImageOptions { MinPixels = 1, MaxPixels = 2, ResizedWidth = 3, ResizedHeight = 4 }, hints.Apply(new ImageOptions()));
        Assert.Equal(
            new VideoOptions
            {
                MinPixels = 1, MaxPixels = 2, ResizedWidth = 3, ResizedHeight = 4, Fps = 0.5, MinFrames = 6, MaxFrames = 8,
                TotalPixels = 1L << 40, Start = 1.5, End = 9,
            },
            hints.Apply(new VideoOptions()));
    }

    [Fact]
    public void A_part_wins_over_the_request_and_the_request_over_the_host()
    {
        var request = MediaHints.Read(new() { ["min_pixels"] = 10, ["max_pixels"] = 20, ["fps"] = 4 }, MediaHints.None);
        var part = MediaHints.Read(new() { ["max_pixels"] = 30, ["nframes"] = 6 }, request);
        var video = part.Apply(new VideoOptions { MinPixels = 5, MaxPixels = 6, MaxFrames = 99, Fps = 1 });
        Assert.Equal((10, 30, 99), (video.MinPixels!.Value, video.MaxPixels!.Value, video.MaxFrames));
        Assert.Equal((null, 6), (video.Fps, video.FrameCount)); // one says how often, the other how many: the nearest word counts
    }

    [Theory]
    [InlineData("max_pixels", "many")]
    [InlineData("max_pixels", 0)]
    [InlineData("max_pixels", 2.5)]
    [InlineData("max_pixels", 1e12)]
    [InlineData("fps", -1)]
    [InlineData("fps", double.NaN)]
    [InlineData("video_start", true)]
    [InlineData("resized_width", 56)]
    public void Impossible_values_are_refused_by_name(string key, object value)
    {
        var error = Assert.Throws<QwenException>(() => MediaHints.Read(new() { [key] = value }, MediaHints.None));
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fps", 2, "nframes", 4)]
    [InlineData("min_pixels", 5000, "max_pixels", 4000)]
    public void Contradictions_are_refused(string first, object one, string second, object other)
    {
        var error = Assert.Throws<QwenException>(() => MediaHints.Read(new() { [first] = one, [second] = other }, MediaHints.None));
        Assert.Contains(first, error.Message, StringComparison.Ordinal);
        Assert.Contains(second, error.Message, StringComparison.Ordinal);
    }
}
