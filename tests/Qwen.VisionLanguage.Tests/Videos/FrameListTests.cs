using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

public class FrameListTests
{
    private static readonly RgbImage[] Frames =
    [
        .. Enumerable.Range(1, 5).Select(i => new RgbImage(320, 240, [.. Enumerable.Repeat((byte)(i * 40), 320 * 240 * 3)]))
    ];

    [Fact]
    public void An_odd_list_ends_with_its_last_picture_twice()
    {
        var video = VideoPreparer.PrepareFrames(Frames, Published.Preprocessor, Published.Vision, new VideoOptions { Fps = 4 });
        Assert.Equal([40, 80, 120, 160, 200, 200], video.Frames.Select(f => (int)f.Pixels[0]));
        Assert.Equal([0, 0.25, 0.5, 0.75, 1, 1], video.FrameSeconds);
        Assert.Equal(0.5, video.SecondsPerGrid);
        Assert.Equal(new VisionGrid(3, video.ModelSize.Height / 14, video.ModelSize.Width / 14), video.Grid);
        Assert.Equal(FrameBudget.Fit(new PixelSize(320, 240), 6, new VideoOptions(), 28), video.ModelSize);
        Assert.True(video.IsVideo);
        Assert.Null(video.SliceSeconds);
    }

    [Fact]
    public void Two_frames_a_second_are_assumed() =>
        Assert.Equal(1.0, VideoPreparer.PrepareFrames(Frames, Published.Preprocessor, Published.Vision).SecondsPerGrid);

    [Fact]
    public void One_picture_fills_a_temporal_patch() =>
        Assert.Equal(2, VideoPreparer.PrepareFrames(Frames[..1], Published.Preprocessor, Published.Vision).Frames.Count);

    [Fact]
    public void Encoded_pictures_give_what_decoded_ones_give()
    {
        var file = SamplePictures.Get("PNG");
        var decoded = ImageDecoder.Decode(file);
        var options = new VideoOptions { ResizedWidth = 84, ResizedHeight = 56 };
        var encoded = VideoPreparer.PrepareFrames([file, file], Published.Preprocessor, Published.Vision, options);
        Assert.Equal(new PixelSize(84, 56), encoded.ModelSize);
        Assert.Equal(
            VideoPreparer.PrepareFrames([decoded, decoded], Published.Preprocessor, Published.Vision, options).Frames[1].Pixels,
            encoded.Frames[1].Pixels);
    }

    [Fact]
    public void Unequal_sizes_no_picture_and_a_wrong_rate_are_refused()
    {
        RgbImage[] unequal = [Frames[0], new(8, 8, new byte[192])];
        Assert.Contains("Picture 2", Refusal(unequal, new VideoOptions()), StringComparison.Ordinal);
        Assert.Contains("no picture", Refusal([], new VideoOptions()), StringComparison.Ordinal);
        Assert.Contains("fps", Refusal(Frames, new VideoOptions { Fps = -1 }), StringComparison.Ordinal);
    }

    private static string Refusal(RgbImage[] frames, VideoOptions options) =>
        Assert.Throws<QwenException>(() => VideoPreparer.PrepareFrames(frames, Published.Preprocessor, Published.Vision, options)).Message;
}
