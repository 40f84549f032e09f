using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>A small file whose frames refer to many large ones makes a decoder hold all of them: the limit of memory ends it.</summary>
[Collection("Alone")]
public class VideoMemoryTests
{
    private const long Limit = 320L << 20;

    [Theory]
    [InlineData("libx264", "-x264-params", "ref=16:bframes=0:keyint=100")]
    [InlineData("libvpx-vp9", "-deadline", "realtime")]
    [InlineData("ffv1", "-g", "1")]
    public async Task A_film_of_large_frames_stays_within_the_limit_of_memory(string codec, string option, string value)
    {
        using var folder = new TempFolder();
        var path = folder.File("large.mkv");
        Ffmpeg.Make(
            path, "-f", "lavfi", "-i", "color=black:size=4096x4096:rate=10", "-frames:v", "20", "-c:v", codec, option, value, "-preset",
            "ultrafast");
        var peak = await ChildPrograms.PeakMemoryAsync(async () =>
        {
            try
            {
                Assert.Equal(20, (await PrepareAsync(path, Limit)).Frames.Count);
            }
            catch (QwenException error)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(error.Message);
                Assert.Contains(nameof(VideoLimits.MaxMemory), error.Message, StringComparison.Ordinal);
            }
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{codec}: ffmpeg at most {peak >> 20} MiB");
        if (OperatingSystem.IsLinux())
            Assert.InRange(peak, 1, Limit + (64 << 20)); // and the programs themselves
        Assert.Equal(20, (await PrepareAsync(path, VideoLimits.Default.MaxMemory)).Frames.Count);
    }

    [Fact]
    public async Task A_film_that_cannot_be_decoded_within_the_limit_is_told()
    {
        if (OperatingSystem.IsMacOS())
            Assert.Skip("macOS does not bound memory.");
        using var folder = new TempFolder();
        var path = folder.File("large.mp4");
        Ffmpeg.Make(
            path, "-f", "lavfi", "-i", "color=black:size=4096x4096:rate=10", "-frames:v", "20", "-c:v", "libx264", "-preset", "ultrafast");
        var error = await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(path, 100L << 20));
        Assert.Contains(nameof(VideoLimits.MaxMemory), error.Message, StringComparison.Ordinal);
        Assert.Empty(ChildPrograms.Running());
    }

    private static Task<PreparedVision> PrepareAsync(string path, long memory) => VideoPreparer.PrepareAsync(
        path,
        Published.Preprocessor,
        Published.Vision,
        new VideoOptions { ResizedWidth = 56, ResizedHeight = 56, Fps = 10, Limits = new VideoLimits { MaxMemory = memory } },
        progress: null,
        TestContext.Current.CancellationToken);
}
