using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>What containers, codecs and pixel formats do to frames and their times.</summary>
public class VideoContainerTests
{
    [Theory]
    [InlineData("mp4", "mpeg4 -bf 2")]
    [InlineData("mov", "libx264 -bf 3 -preset veryfast")]
    [InlineData("mkv", "libx264 -bf 3 -preset veryfast")]
    [InlineData("avi", "mpeg4 -bf 2")]
    [InlineData("avi", "libx264 -bf 3 -preset veryfast")]
    [InlineData("ts", "mpeg2video -bf 2")]
    [InlineData("ts", "libx264 -bf 3 -preset veryfast")]
    [InlineData("mpg", "mpeg2video -bf 2")]
    [InlineData("flv", "flv1")]
    [InlineData("webm", "libvpx -auto-alt-ref 1 -lag-in-frames 16 -deadline realtime")]
    public async Task A_late_range_shows_the_same_frames_as_the_whole_video(string container, string codec)
    {
        using var folder = new TempFolder();
        var path = folder.File("many-key-frames." + container);
        Ffmpeg.Make(path, ["-f", "lavfi", "-i", "testsrc2=size=640x352:rate=25", "-t", "6", "-g", "12", "-c:v", .. codec.Split(' ')]);
        var whole = await PrepareAsync(path, new VideoOptions { FrameCount = 150, ResizedWidth = 112, ResizedHeight = 84 });
        var late = await PrepareAsync(path, new VideoOptions { FrameCount = 20, Start = 5, ResizedWidth = 112, ResizedHeight = 84 });
        Assert.Equal(150, whole.Frames.Count);
        Assert.Equal(2 / 25.0, whole.SecondsPerGrid, 1e-6);
        Assert.All(late.Frames.Zip(late.FrameSeconds), frame =>
            Assert.True(
                whole.Frames[(int)Math.Round(frame.Second * 25)].Pixels.AsSpan().SequenceEqual(frame.First.Pixels),
                $"frame at {frame.Second} s"));
    }

    [Theory]
    [InlineData("63x49", "yuv420p", "ffv1")]
    [InlineData("65x33", "yuv444p", "ffv1")]
    [InlineData("64x48", "yuv420p10le -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc", "ffv1")]
    [InlineData("33x97", "gray", "ffv1")]
    public async Task Odd_sizes_and_deep_colours_are_read(string size, string pixels, string codec)
    {
        using var folder = new TempFolder();
        var path = folder.File("clip.mkv");
        Ffmpeg.Make(
            path,
            [
                "-f", "lavfi", "-i", "testsrc2=size=128x128:rate=5", "-t", "2", "-vf", $"scale={size}", "-c:v", codec, "-pix_fmt",
                .. pixels.Split(' ')
            ]);
        var video = await PrepareAsync(path, new VideoOptions());
        Assert.Equal(size, $"{video.SourceSize.Width}x{video.SourceSize.Height}");
        Assert.Equal(4, video.Frames.Count);
        Assert.True(video.Frames[0].Pixels.Distinct().Count() > 20);
        Assert.Null(video.Warning);
    }

    [Fact]
    public async Task Frames_that_an_edit_list_hides_are_not_counted()
    {
        using var folder = new TempFolder();
        var (whole, cut) = (folder.File("whole.mp4"), folder.File("cut.mp4"));
        Ffmpeg.Make(whole, "-f", "lavfi", "-i", "testsrc2=size=112x84:rate=25", "-t", "4", "-g", "50", "-c:v", "mpeg4");
        Ffmpeg.Make(cut, "-ss", "1.2", "-i", whole, "-c", "copy");
        var source = await PrepareAsync(whole, new VideoOptions { FrameCount = 100, ResizedWidth = 112, ResizedHeight = 84 });
        var video = await PrepareAsync(cut, new VideoOptions { FrameCount = 70, ResizedWidth = 112, ResizedHeight = 84 });
        for (var k = 0; k < 70; k++)
            Assert.True(source.Frames[k + 30].Pixels.AsSpan().SequenceEqual(video.Frames[k].Pixels), $"frame {k}");
        await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(cut, new VideoOptions { FrameCount = 72 }));
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("mkv")]
    public async Task A_cut_file_is_used_as_far_as_it_goes_and_says_so(string container)
    {
        using var folder = new TempFolder();
        var (whole, cut) = (folder.File("whole." + container), folder.File("cut." + container));
        Ffmpeg.Make(
            whole, "-f", "lavfi", "-i", "testsrc2=size=112x84:rate=10", "-t", "6", "-g", "10", "-c:v", "mpeg4", "-movflags", "+faststart");
        var file = await File.ReadAllBytesAsync(whole, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(cut, file[..(file.Length * 6 / 10)], TestContext.Current.CancellationToken);
        var options = new VideoOptions { MinFrames = 60, ResizedWidth = 112, ResizedHeight = 84 };
        var source = await PrepareAsync(whole, options);
        var video = await PrepareAsync(cut, options);
        Assert.Equal(60, source.Frames.Count);
        Assert.InRange(video.Frames.Count, 20, 50);
        Assert.Contains("cut off", video.Warning, StringComparison.Ordinal);
        for (var k = 0; k < video.Frames.Count - 4; k++) // the last ones may be patched up by the decoder
            Assert.True(
                source.Frames[(int)Math.Round(video.FrameSeconds[k] * 10)].Pixels.AsSpan().SequenceEqual(video.Frames[k].Pixels),
                $"frame {k}");
    }

    private static Task<PreparedVision> PrepareAsync(string path, VideoOptions options) =>
        VideoPreparer.PrepareAsync(
            path, Published.Preprocessor, Published.Vision, options, progress: null, TestContext.Current.CancellationToken);
}
