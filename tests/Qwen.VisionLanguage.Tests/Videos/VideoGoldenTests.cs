using System.Text.Json;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

[Trait("Category", "Golden")]
public class VideoGoldenTests
{
    [Fact]
    public async Task Every_golden_video_gives_the_very_frames_of_the_rule_at_their_real_times()
    {
        Ffmpeg.Require();
        int files = 0, frames = 0;
        foreach (var entry in Goldens.ReadJson("videos.json").GetProperty("files").EnumerateArray())
        {
            files++;
            foreach (var options in OptionsFor(entry))
                frames += await CheckAsync(entry, options);
        }

        Assert.True(files > 0 && frames > 0, "videos.json names no video with frames.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{frames} frames of {files} files");
    }

    [Fact]
    public async Task Every_bad_file_is_refused_with_a_reason()
    {
        Ffmpeg.Require();
        foreach (var name in Goldens.ReadJson("videos.json").GetProperty("bad").EnumerateArray().Select(e => e.GetString()!))
        {
            var path = Goldens.Require(name);
            var error = await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(path, new VideoOptions()));
            Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
            TestContext.Current.TestOutputHelper?.WriteLine(error.Message);
        }
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_refused_or_used_as_far_as_it_goes_with_a_warning()
    {
        Ffmpeg.Require();
        foreach (var name in Goldens.ReadJson("videos.json").GetProperty("partial").EnumerateArray().Select(e => e.GetString()!))
        {
            try
            {
                var video = await PrepareAsync(Goldens.Require(name), new VideoOptions { Fps = 10 });
                Assert.NotEmpty(video.Frames);
                Assert.NotNull(video.Warning);
                TestContext.Current.TestOutputHelper?.WriteLine(video.Warning);
            }
            catch (QwenException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }
    }

    /// <summary>The default, counts up to every frame, ranges in the middle and at the end, and more than there is.</summary>
    private static IEnumerable<VideoOptions> OptionsFor(JsonElement entry)
    {
        var pts = Pts(entry);
        var length = pts[^1] - pts[0];
        yield return new VideoOptions();
        yield return new VideoOptions { FrameCount = 6, ResizedWidth = 224, ResizedHeight = 112 };
        yield return new VideoOptions { FrameCount = pts.Length / 2 * 2 };
        yield return new VideoOptions { Start = length * 0.4, End = length * 0.9 };
        yield return new VideoOptions { Start = length * 0.7, Fps = 7 };
        yield return new VideoOptions { Fps = 100, MaxFrames = 8 };
    }

    private static async Task<int> CheckAsync(JsonElement entry, VideoOptions options)
    {
        var name = entry.GetProperty("file").GetString()!;
        var what = $"{name} {options}";
        var pts = Pts(entry);
        var rate = entry.GetProperty("avg_frame_rate").GetString()!.Split('/').Select(double.Parse).Aggregate((a, b) => a / b);
        var constant = !pts.Where((p, i) => Math.Abs(p - pts[0] - i / rate) > 0.002).Any();

        FramePlan? plan = null;
        if (constant)
        {
            try
            {
                plan = FramePlan.Create(pts.Length, rate, options);
            }
            catch (QwenException)
            {
                // one frame is a film of one frame, and a range between two frames shows the one that is on show
                if (await Record.ExceptionAsync(() => PrepareAsync(Goldens.Require(name), options)) is QwenException)
                    return 0;
                Assert.True(pts.Length == 1 || options.Start is not null || options.End is not null, what);
            }
        }

        var video = await PrepareAsync(Goldens.Require(name), options);
        int width = entry.GetProperty("width").GetInt32(), height =
            entry.GetProperty("height").GetInt32(), rotation = entry.GetProperty("rotation").GetInt32();
        int[] shown = [.. video.Frames.Select(f => BarCode.Read(f, width, rotation))];
        Assert.Equal((what, rotation % 180 == 0 ? new PixelSize(width, height) : new PixelSize(height, width)), (what, video.SourceSize));
        Assert.Null(video.Warning);
        Assert.Equal(new VisionGrid(shown.Length / 2, video.ModelSize.Height / 14, video.ModelSize.Width / 14), video.Grid);
        AssertOnShow(what, [.. pts.Select(p => p - pts[0])], shown, video.FrameSeconds!);
        if (plan is not null)
        {
            Assert.Equal((what, string.Join(' ', plan.Indices)), (what, string.Join(' ', shown)));
            Assert.Equal(plan.SecondsPerGrid, video.SecondsPerGrid, 1e-12);
            Assert.Null(video.SliceSeconds);
        }
        else
        {
            AssertEven(what, video.FrameSeconds!);
            Assert.True(video.SliceSeconds is not null || shown.Distinct().Count() == 1, what);
            var times = video.FrameSeconds!;
            Assert.Equal(
                Enumerable.Range(0, video.SliceSeconds?.Count ?? 0).Select(f => Math.Round(times[2 * f] - times[0], 4)),
                (video.SliceSeconds ?? []).Select(s => Math.Round(s, 4)));
        }

        return shown.Length;
    }

    // each frame begins by its moment, and the next one after it
    private static void AssertOnShow(string what, double[] times, int[] shown, IReadOnlyList<double> seconds)
    {
        for (var k = 0; k < shown.Length; k++)
        {
            var next = shown[k] + 1 < times.Length ? times[shown[k] + 1] : times[^1] + 60;
            Assert.InRange(seconds[k], times[shown[k]] - 1e-3, next + 1e-3);
            Assert.True(
                seconds[k] - times[shown[k]] is < 1e-3 or > 0.1 - 1e-3,
                $"{what}: frame {shown[k]} of {times[shown[k]]} s stands for {seconds[k]} s.");
        }
    }

    // a frame that has just begun has its own time, so the moments lie evenly but for a tenth of a second
    private static void AssertEven(string what, IReadOnlyList<double> seconds)
    {
        for (var k = 0; k < seconds.Count; k++)
        {
            var moment = seconds[0] + (seconds[^1] - seconds[0]) * k / (seconds.Count - 1);
            Assert.True(Math.Abs(seconds[k] - moment) < 0.2 + 1e-3, $"{what}: {seconds[k]} s is far from {moment} s.");
        }
    }

    private static double[] Pts(JsonElement entry) => [.. entry.GetProperty("pts").EnumerateArray().Select(e => e.GetDouble())];

    private static Task<PreparedVision> PrepareAsync(string path, VideoOptions options) =>
        VideoPreparer.PrepareAsync(
            path, Published.Preprocessor, Published.Vision, options, progress: null, TestContext.Current.CancellationToken);
}
