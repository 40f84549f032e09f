using System.Buffers.Binary;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>Files that say they are larger than they are cost little.</summary>
[Collection("Alone")]
public class HostileClaimTests
{
    private const long MaxMemory = 1 << 30;
    private const int Milliard = 1_000_000_000;
    private static readonly VideoOptions Tiny = new() { ResizedWidth = 56, ResizedHeight = 56 };
    private static readonly VideoOptions Unlimited = Tiny with
    {
        Limits = new VideoLimits { MaxBytes = long.MaxValue, MaxSeconds = double.MaxValue }
    };

    [Theory]
    [InlineData("sparse.mp4", 0)]
    [InlineData("sparse.mp4", 1)]
    [InlineData("sparse.mkv", 1)]
    [InlineData("sparse.avi", 1)]
    [InlineData("sparse.ts", 1)]
    [InlineData("sparse.mpg", 1)]
    public async Task Ten_gigabytes_of_nothing_end_soon(string name, int seconds)
    {
        using var folder = new TempFolder();
        var path = folder.File(name);
        if (seconds > 0)
            Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", $"{seconds}", "-c:v", "mpeg2video");
        else
            Ffmpeg.Require();
        await using (var file = new FileStream(path, FileMode.OpenOrCreate))
            file.SetLength(10L << 30);

        Assert.Contains("more than the limit", await RefuseAsync(path, Tiny), StringComparison.Ordinal);
        await EndsWellAsync(path, Unlimited with { Limits = Unlimited.Limits with { MaxReadingTime = TimeSpan.FromSeconds(3) } });
    }

    [Theory]
    [InlineData("mp4", "stsz", 8, "stts", 8)]
    [InlineData("mp4", "stsz", 8, "stsc", 12)]
    [InlineData("avi", "avih", 20, "strh", 36)]
    public async Task A_thousand_million_claimed_frames_are_not_believed(
        string format, string first, int firstAt, string second, int secondAt)
    {
        using var folder = new TempFolder();
        var path = folder.File("claims." + format);
        Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "2", "-c:v", "mpeg4");
        var file = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        foreach (var (part, at) in new[] { (first, firstAt), (second, secondAt) })
        {
            var position = file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(part));
            Assert.True(position > 0, $"no {part}");
            if (format == "avi")
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(position + 4 + at), Milliard);
            else
                WriteClaim(file.AsSpan(position + 4), part, at);
        }

        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        await EndsWellAsync(path, Tiny);
        await EndsWellAsync(path, Unlimited);
    }

    [Theory]
    [InlineData("stco", 4)]
    [InlineData("stsd", 4)]
    [InlineData("stts", 4)]
    [InlineData("stsc", 4)]
    [InlineData("stsz", 4)]
    [InlineData("stsz", 8)]
    [InlineData("stss", 4)]
    [InlineData("elst", 4)]
    [InlineData("dref", 4)]
    [InlineData("mvhd", 12)]
    [InlineData("mvhd", 16)]
    [InlineData("mdhd", 12)]
    [InlineData("mdhd", 16)]
    [InlineData("tkhd", 76)]
    [InlineData("tkhd", 80)]
    [InlineData("elst", 8)]
    [InlineData("mdat", -8)]
    [InlineData("moov", -8)]
    [InlineData("stbl", -8)]
    public async Task Extreme_counts_and_lengths_in_an_mp4_end_well(string part, int at)
    {
        using var folder = new TempFolder();
        var path = folder.File("extreme.mp4");
        Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "2", "-c:v", "mpeg4", "-g", "5");
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var position = whole.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(part));
        if (position < 0)
            Assert.Skip($"This ffmpeg writes no {part}.");
        foreach (var value in new uint[] { uint.MaxValue, int.MaxValue, 0 })
        {
            var file = whole.ToArray();
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(position + 4 + at), value);
            await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
            await EndsWellAsync(path, Tiny);
        }
    }

    [Fact]
    public async Task Work_beyond_the_limit_of_time_is_given_up()
    {
        using var folder = new TempFolder();
        var path = folder.File("slow.mkv");
        Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=30", "-t", "20", "-c:v", "mpeg4");
        var options = Tiny with { FrameCount = 600, Limits = new VideoLimits { MaxReadingTime = TimeSpan.FromMilliseconds(150) } };
        Assert.Contains("took longer than", await RefuseAsync(path, options), StringComparison.Ordinal);
        Assert.Empty(ChildPrograms.Running());
    }

    [Fact]
    public async Task Frames_far_apart_count_as_a_long_video()
    {
        using var folder = new TempFolder();
        var path = folder.File("gap.mkv");
        Ffmpeg.Make(
            path, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=1", "-vf", "setpts='PTS+gt(N,4)*90000/TB'", "-fps_mode",
            "passthrough", "-c:v", "mjpeg");
        Assert.Contains("VideoLimits.MaxSeconds", await RefuseAsync(path, Tiny), StringComparison.Ordinal);
    }

    /// <summary>In the samples' sizes: all of one byte, so many of them. In the times and chunks: so many in the first entry.</summary>
    private static void WriteClaim(Span<byte> content, string part, int at)
    {
        if (part == "stsz")
        {
            BinaryPrimitives.WriteInt32BigEndian(content[4..], 1);
            BinaryPrimitives.WriteInt32BigEndian(content[at..], Milliard);
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(content[at..], Milliard);
        }
    }

    private static async Task EndsWellAsync(string path, VideoOptions options)
    {
        var end = "";
        var peak = await ChildPrograms.PeakMemoryAsync(async () =>
        {
            try
            {
                var video = await PrepareAsync(path, options);
                end = $"{video.Frames.Count} frames {video.Warning}";
            }
            catch (QwenException error)
            {
                end = error.Message;
            }
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(path)}, ffmpeg at most {peak >> 20} MiB: {end}");
        Assert.NotEmpty(end);
        Assert.InRange(peak, 0, MaxMemory);
        Assert.Empty(ChildPrograms.Running());
    }

    private static async Task<string> RefuseAsync(string path, VideoOptions options) =>
        (await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(path, options))).Message;

    private static Task<PreparedVision> PrepareAsync(string path, VideoOptions options) =>
        VideoPreparer.PrepareAsync(
            path, Published.Preprocessor, Published.Vision, options, progress: null, TestContext.Current.CancellationToken);
}
