using System.Diagnostics.Metrics;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>Jumping from key frame to key frame gives the frames and times of decoding all, for a fraction of the work.</summary>
/// <remarks>Apart from other tests, because decoded frames are counted for the whole process.</remarks>
[Collection("Alone")]
public class VideoSeekTests
{
    private const int KeyFrameInterval = 20;

    [Fact]
    public async Task Ten_minutes_are_sampled_without_decoding_ten_minutes()
    {
        using var folder = new TempFolder();
        var path = folder.File("ten-minutes.mp4");
        Make(path, "testsrc2=size=480x270:rate=5", 600, "-c:v", "mpeg4", "-q:v", "20");

        var sparse = new VideoOptions { FrameCount = 12 };
        var (all, taken) = await CompareAsync(path, sparse);
        TestContext.Current.TestOutputHelper?.WriteLine($"twelve frames: {taken.Decoded} decoded where seeking, {all.Decoded} without");
        Assert.Equal((12, 12), (all.Sampled, taken.Sampled));
        Assert.True(all.Decoded >= 2990, $"{all.Decoded} decoded of 3000");
        Assert.InRange(taken.Decoded, 12, 12 * KeyFrameInterval);

        var deep = new VideoOptions { Start = 540, End = 544, Fps = 2 };
        (all, taken) = await CompareAsync(path, deep);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"four seconds at the ninth minute: {taken.Decoded} decoded where seeking, {all.Decoded} without");
        Assert.True(all.Decoded >= 2700, $"{all.Decoded} decoded before second 544");
        // the window, up to its key frame, and what threads decode ahead
        Assert.InRange(taken.Decoded, taken.Sampled, 21 + KeyFrameInterval + 8);
    }

    [Theory]
    [InlineData("mp4", "libx264 -bf 3 -preset ultrafast", "")]
    [InlineData("mp4", "libx264 -bf 3 -preset ultrafast -x264-params open-gop=1", "")]
    [InlineData("mov", "mpeg4 -bf 2", "-output_ts_offset 7.3")]
    [InlineData("mkv", "libx264 -bf 3 -preset ultrafast", "-output_ts_offset 100.01")]
    [InlineData("mkv", "mpeg4", "-vf select='not(between(n,40,70))*lt(random(0),0.8)' -fps_mode passthrough")]
    [InlineData("webm", "libvpx -auto-alt-ref 1 -lag-in-frames 16 -deadline realtime", "")]
    [InlineData("ts", "mpeg2video -bf 2", "")]
    [InlineData("ts", "libx264 -bf 3 -preset ultrafast", "-output_ts_offset 20")]
    [InlineData("flv", "flv1", "")]
    [InlineData("avi", "mjpeg", "")]
    public async Task Every_container_gives_the_frames_of_decoding_all(string container, string codec, string muxing)
    {
        using var folder = new TempFolder();
        var path = folder.File("clip." + container);
        Make(path, "testsrc2=size=640x352:rate=25", 12, ["-c:v", .. codec.Split(' '), .. muxing.Split(
            ' ', StringSplitOptions.RemoveEmptyEntries)]);
        foreach (var options in Choices())
            await CompareAsync(path, options);
    }

    [Theory]
    [InlineData("-ss 1.3 -i {0} -c copy")]
    [InlineData("-display_rotation 90 -i {0} -c copy")]
    [InlineData("-itsoffset 3 -i {0} -c copy")]
    [InlineData("-itsoffset 2 -i {0} -f lavfi -i sine=duration=14 -map 0:v -map 1:a -c:v copy")]
    public async Task Edit_lists_late_starts_and_turned_clips_are_sought_rightly(string remux)
    {
        using var folder = new TempFolder();
        var (whole, path) = (folder.File("whole.mp4"), folder.File("clip.mp4"));
        Make(whole, "testsrc2=size=640x352:rate=25", 12, "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2");
        try
        {
            Ffmpeg.Make(path, [.. remux.Split(' ').Select(a => a == "{0}" ? whole : a)]);
        }
        catch (Xunit.Sdk.EqualException) when (remux.Contains("rotation", StringComparison.Ordinal))
        {
            // before version 6 the turn was a tag of the stream that is written
            Ffmpeg.Make(path, "-i", whole, "-c", "copy", "-metadata:s:v:0", "rotate=90");
        }

        foreach (var options in Choices())
            await CompareAsync(path, options);
    }

    /// <summary>Few frames of the whole, and a window that begins between key frames and passes some.</summary>
    private static IEnumerable<VideoOptions> Choices()
    {
        yield return new() { FrameCount = 4 };
        yield return new() { Start = 6.03, End = 8.5, FrameCount = 20 };
    }

    private static void Make(string path, string source, int seconds, params string[] arguments) =>
        Ffmpeg.Make(
            path, ["-f", "lavfi", "-i", source, "-t", $"{seconds}", "-g", $"{KeyFrameInterval}", "-sc_threshold", "0", .. arguments]);

    /// <summary>Reads the same frames without and with seeking, compares them, and counts.</summary>
    private static async Task<(Work All, Work Taken)> CompareAsync(string path, VideoOptions options)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var source = SourceFile.Open(path);
        var file = new VideoFile(source, path, name: null, options);
        var info = await VideoProbe.ReadInfoAsync(file, cancellationToken);
        var (timeline, _) = await VideoProbe.ReadPacketTimesAsync(file, info, cancellationToken);
        var (decoded, _) = await VideoProbe.ReadFrameTimesAsync(file, info, cancellationToken);
        Assert.Equal(decoded.Count, timeline!.Count);
        for (var i = 0; i < decoded.Count; i++)
            Assert.Equal(decoded.FirstStamp + decoded.Seconds[i], timeline.FirstStamp + timeline.Seconds[i], 1e-3);

        var sampling = FrameSampling.Choose(timeline, options);
        int[] wanted = [.. sampling.Indices.Distinct()];
        var (all, expected) = await ReadAsync(seek: false);
        var (taken, frames) = await ReadAsync(seek: true);
        Assert.Equal(wanted.Length, expected.Count);
        Assert.Equal(wanted.Length, frames.Count);
        for (var i = 0; i < wanted.Length; i++)
            Assert.True(
                expected[i].Pixels.AsSpan().SequenceEqual(frames[i].Pixels),
                $"frame {wanted[i]} at {timeline.Seconds[wanted[i]]} s, {options}");
        return (all, taken);

        async Task<(Work Work, List<RgbImage> Frames)> ReadAsync(bool seek)
        {
            var read = new List<RgbImage>();
            using var work = new Work();
            await foreach (var frame in new VideoReader(file, info, timeline)
                .ReadAsync(wanted, new PixelSize(112, 84), seek, cancellationToken))
                read.Add(frame);
            return (work, read);
        }
    }

    /// <summary>What the counters say from its beginning to its end.</summary>
    private sealed class Work : IDisposable
    {
        private readonly MeterListener listener = new();

        public Work()
        {
            listener.EnableMeasurementEvents(VideoDiagnostics.DecodedFrames);
            listener.EnableMeasurementEvents(VideoDiagnostics.SampledFrames);
            listener.SetMeasurementEventCallback<long>((instrument, count, _, _) =>
            {
                if (instrument == VideoDiagnostics.DecodedFrames)
                    Decoded += (int)count;
                else
                    Sampled += (int)count;
            });
            listener.Start();
        }

        public int Decoded { get; private set; }

        public int Sampled { get; private set; }

        public void Dispose() => listener.Dispose();
    }
}
