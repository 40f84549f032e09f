using System.Diagnostics;
using Qwen.Shared.OutsidePrograms;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <remarks>Apart from other tests, because allocated bytes and temporary files are counted for the whole process.</remarks>
[Collection("Alone")]
public class VideoPreparerTests
{
    private static readonly VideoOptions Tiny = new() { ResizedWidth = 56, ResizedHeight = 56 };

    [Fact]
    public async Task More_frames_than_one_run_of_ffmpeg_takes_are_all_read()
    {
        using var folder = new TempFolder();
        var path = folder.File("many-frames.mkv");
        Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=128x96:rate=30", "-t", "20", "-c:v", "mpeg4", "-g", "50");
        var reports = new List<QwenProgress>();
        var video = await VideoPreparer.PrepareAsync(
            path, Published.Preprocessor, Published.Vision, Tiny with { FrameCount = 600 }, new Reports(reports),
            TestContext.Current.CancellationToken);
        Assert.Equal(600, video.Frames.Count);
        var distinct = video.Frames.Distinct(new ByPixels()).Count();
        Assert.True(distinct > 590, $"Only {distinct} frames differ.");
        Assert.Equal(new VisionGrid(300, 4, 4), video.Grid);
        Assert.Equal((0L, 600L), (reports[0].Done, reports[^1].Done));
        Assert.All(reports, r => Assert.Equal(600, r.Total));
    }

    [Fact]
    public async Task A_long_video_takes_no_more_memory_than_a_short_one()
    {
        using var folder = new TempFolder();
        var (brief, lengthy) = (folder.File("short.mkv"), folder.File("long.mkv"));
        Ffmpeg.Make(brief, "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=2", "-t", "20", "-c:v", "mpeg4", "-q:v", "20");
        Ffmpeg.Make(lengthy, "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=2", "-t", "900", "-c:v", "mpeg4", "-q:v", "20");
        var options = Tiny with { FrameCount = 16 };
        await PrepareAsync(brief, options); // warm

        var few = await AllocatedBytesAsync(() => PrepareAsync(brief, options));
        var many = await AllocatedBytesAsync(() => PrepareAsync(lengthy, options));
        TestContext.Current.TestOutputHelper?.WriteLine($"{few} bytes for 40 frames, {many} for 1800 (one frame has {640 * 360 * 3})");
        Assert.True(many - few < 10_000_000, $"{many} bytes against {few}: 1760 more frames of 691,200 bytes must not be kept.");
    }

    [Fact]
    public async Task A_video_from_memory_leaves_no_temporary_file()
    {
        using var folder = new TempFolder();
        var path = folder.File("clip.mp4");
        Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "2", "-c:v", "mpeg4");
        var file = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var video = await PrepareAsync(file, Tiny);
        Assert.Equal(4, video.Frames.Count);
        await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(new byte[5000], Tiny));
        await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(Array.Empty<byte>(), Tiny));
        await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(file, Tiny with { Limits = new VideoLimits { MaxBytes = 100 } }));
        Assert.Empty(SpooledFiles());
    }

    [Fact]
    public async Task Cancelling_ends_ffmpeg_and_removes_the_temporary_file()
    {
        using var folder = new TempFolder();
        var path = folder.File("clip.mkv");
        Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=30", "-t", "20", "-c:v", "mpeg4");
        using var cancel = new CancellationTokenSource();
        var progress = new CancelAfter(cancel, frames: 3);
        var file = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => VideoPreparer.PrepareAsync(
                file, Published.Preprocessor, Published.Vision, Tiny with { FrameCount = 600 }, progress, cancel.Token));
        Assert.Empty(SpooledFiles());
        Assert.DoesNotContain(ChildPrograms.Running(), child => child.Name.StartsWith("ff", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slow_stretch_of_a_variable_rate_repeats_its_frames()
    {
        using var folder = new TempFolder();
        var path = folder.File("vfr.mkv");
        Ffmpeg.Make(
            path, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=20", "-t", "20", "-vf", "select='lt(n,20)+not(mod(n,20))'", "-fps_mode",
            "passthrough", "-c:v", "mpeg4");
        var video = await PrepareAsync(path, Tiny with { FrameCount = 38 });
        Assert.Equal(38, video.Frames.Count);
        Assert.InRange(video.Frames.Distinct().Count(), 18, 36);
        Assert.All(Enumerable.Range(0, 38), k => Assert.InRange(video.FrameSeconds[k] - video.FrameSeconds[^1] * k / 37, -0.51, 0.51));
        Assert.Equal(19, video.SliceSeconds!.Count);
        Assert.Equal(video.FrameSeconds[36] - video.FrameSeconds[0], video.SliceSeconds[18], 1e-9);
        Assert.Equal(2 / (38 / 39.0 * 38 / video.FrameSeconds[^1]), video.SecondsPerGrid, 1e-9);
    }

    [Fact]
    public async Task Files_that_name_other_files_are_not_followed()
    {
        using var folder = new TempFolder();
        Ffmpeg.Make(folder.File("clip.mp4"), "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "2", "-c:v", "mpeg4");
        var list = folder.File("list.mp4");
        await File.WriteAllTextAsync(
            list, $"ffconcat version 1.0\nfile '{folder.File("clip.mp4")}'\n", TestContext.Current.CancellationToken);
        Assert.Contains(
            "plain text", (await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(list, Tiny))).Message, StringComparison.Ordinal);
        var playlist = folder.File("list.m3u8");
        await File.WriteAllTextAsync(
            playlist, $"#EXTM3U\n#EXTINF:2,\n{folder.File("clip.mp4")}\n#EXT-X-ENDLIST\n", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(playlist, Tiny));
    }

    [Fact]
    public async Task Limits_and_missing_things_are_said_in_a_sentence()
    {
        using var folder = new TempFolder();
        var path = folder.File("it's a \"clip\" -i 100%.mp4");
        Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "2", "-c:v", "mpeg4");
        Assert.Equal(4, (await PrepareAsync(path, Tiny)).Frames.Count);

        await AssertRefusedAsync(path, Tiny with { Limits = new VideoLimits { MaxBytes = 100 } }, "limit of 100");
        await AssertRefusedAsync(path, Tiny with { Limits = new VideoLimits { MaxSeconds = 1 } }, "limit of 1 s");
        await AssertRefusedAsync(path, Tiny with { Limits = new VideoLimits { MaxSourceFrames = 10 } }, "more than 10 frames");
        await AssertRefusedAsync(path, Tiny with { Limits = new VideoLimits { MaxFramePixels = 1000 } }, "64x48 exceeds");
        await AssertRefusedAsync(path, Tiny with { Limits = new VideoLimits { MaxSampledFrames = 2 } }, "MaxSampledFrames");
        await AssertRefusedAsync(path, Tiny with { FfmpegPath = folder.Path }, "apt-get install ffmpeg");
        await AssertRefusedAsync(path, Tiny with { Start = 1.95 }, "Widen");
        await AssertRefusedAsync(folder.File("absent.mp4"), Tiny, "absent.mp4");
        var picture = folder.File("picture.mp4");
        await File.WriteAllBytesAsync(picture, SamplePictures.Get("PNG"), TestContext.Current.CancellationToken);
        await AssertRefusedAsync(picture, Tiny, "PNG picture");
    }

    private static async Task AssertRefusedAsync(string path, VideoOptions options, string reason) =>
        Assert.Contains(
            reason, (await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(path, options))).Message, StringComparison.Ordinal);

    private static async Task<long> AllocatedBytesAsync(Func<Task> action)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await action();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static string[] SpooledFiles() => Directory.GetFiles(Path.GetTempPath(), TemporaryFile.NamePrefix + "*");

    private static Task<PreparedVision> PrepareAsync(string path, VideoOptions options) =>
        VideoPreparer.PrepareAsync(
            path, Published.Preprocessor, Published.Vision, options, progress: null, TestContext.Current.CancellationToken);

    private static Task<PreparedVision> PrepareAsync(byte[] file, VideoOptions options) =>
        VideoPreparer.PrepareAsync(
            file.AsMemory(), Published.Preprocessor, Published.Vision, options, progress: null, TestContext.Current.CancellationToken);

    private sealed class Reports(List<QwenProgress> reports) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => reports.Add(value);
    }

    private sealed class CancelAfter(CancellationTokenSource source, int frames) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value)
        {
            if (value.Done >= frames)
                source.Cancel();
        }
    }

    private sealed class ByPixels : IEqualityComparer<RgbImage>
    {
        public bool Equals(RgbImage? x, RgbImage? y) => x!.Pixels.AsSpan().SequenceEqual(y!.Pixels);

        public int GetHashCode(RgbImage image)
        {
            var hash = new HashCode();
            hash.AddBytes(image.Pixels);
            return hash.ToHashCode();
        }
    }
}
