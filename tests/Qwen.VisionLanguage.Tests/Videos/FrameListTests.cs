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
        var video = Prepare(Frames, new VideoOptions { Fps = 4 });
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
        Assert.Equal(1.0, Prepare(Frames, new VideoOptions()).SecondsPerGrid);

    [Fact]
    public void One_picture_fills_a_temporal_patch() =>
        Assert.Equal(2, Prepare(Frames[..1], new VideoOptions()).Frames.Count);

    [Fact]
    public void Unequal_sizes_no_picture_and_a_wrong_rate_are_refused()
    {
        RgbImage[] unequal = [Frames[0], new(8, 8, new byte[192])];
        Assert.Contains("Picture 2", Refusal(unequal, new VideoOptions()), StringComparison.Ordinal);
        Assert.Contains("no picture", Refusal([], new VideoOptions()), StringComparison.Ordinal);
        Assert.Contains("fps", Refusal(Frames, new VideoOptions { Fps = -1 }), StringComparison.Ordinal);
    }

    private static string Refusal(RgbImage[] frames, VideoOptions options) =>
        Assert.Throws<QwenException>(() => Prepare(frames, options)).Message;

    private static PreparedVision Prepare(RgbImage[] frames, VideoOptions options) => VideoPreparer.PrepareFrames(
        [.. frames.Select((frame, i) => new VideoFrame(i / (options.Fps ?? VideoOptions.DefaultFps), frame))],
        Published.Preprocessor, Published.Vision, options);
}
