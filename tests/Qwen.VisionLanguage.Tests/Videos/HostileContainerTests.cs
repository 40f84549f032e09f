using Qwen.Shared.OutsidePrograms;
using Qwen.Testing;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>Damaged files end in frames or in a sentence, soon, and leave nothing behind.</summary>
[Collection("Alone")]
public class HostileContainerTests
{
    private const int TrialsPerFormat = 25;
    private const long MaxMemory = 1 << 30;
    private static readonly VideoOptions Options = new()
    {
        ResizedWidth = 56,
        ResizedHeight = 56,
        Limits = new VideoLimits { MaxFramePixels = 1 << 20, MaxSourceFrames = 10_000, MaxReadingTime = TimeSpan.FromMinutes(1) },
    };

    [Theory]
    [InlineData("mp4", "mpeg4", "moov stbl stts stsz stco stsc elst mdhd tkhd trak")]
    [InlineData("mkv", "libx264", "\u001c\u0053\u00bb\u006b \u001f\u0043\u00b6\u0075 \u0015\u0049\u00a9\u0066 \u0016\u0054\u00ae\u006b")]
    [InlineData("webm", "libvpx", "\u001c\u0053\u00bb\u006b \u001f\u0043\u00b6\u0075 \u0015\u0049\u00a9\u0066 \u0016\u0054\u00ae\u006b")]
    [InlineData("avi", "mjpeg", "idx1 hdrl strl avih strf movi 00dc")]
    [InlineData("gif", "gif", "NETSCAPE")]
    public async Task A_damaged_video_is_prepared_or_refused(string format, string codec, string parts)
    {
        using var folder = new TempFolder();
        var path = folder.File("clip." + format);
        Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "1", "-g", "4", "-c:v", codec);
        var file = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        int prepared = 0, refused = 0;
        var peak = await ChildPrograms.PeakMemoryAsync(async () =>
        {
            for (var trial = 0; trial < TrialsPerFormat; trial++)
            {
                try
                {
                    var video = await VideoPreparer.PrepareAsync(
                        Damage(file, trial, parts), Published.Preprocessor, Published.Vision, Options, progress: null,
                        TestContext.Current.CancellationToken);
                    Assert.Equal(video.Grid.T * 2, video.Frames.Count);
                    Assert.Equal(video.Frames.Count, video.FrameSeconds.Count);
                    prepared++;
                }
                catch (QwenException error)
                {
                    Assert.NotEmpty(error.Message);
                    Assert.DoesNotContain(nameof(VideoLimits.MaxReadingTime), error.Message, StringComparison.Ordinal);
                    refused++;
                }
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{format}: {prepared} prepared, {refused} refused, ffmpeg at most {peak >> 20} MiB");
        Assert.True(refused > 0, $"{format}: {prepared} prepared, none refused.");
        Assert.InRange(peak, 0, MaxMemory);
        Assert.Empty(ChildPrograms.Running());
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), TemporaryFile.NamePrefix + "*"));
    }

    /// <summary>
    /// By turns: cut anywhere, bytes flipped, the header overwritten, a piece left out, a part's content zeroed, a part's length changed.
    /// </summary>
    private static ReadOnlyMemory<byte> Damage(byte[] file, int seed, string parts)
    {
        var random = new Random(seed);
        var damaged = (byte[])file.Clone();
        var part = FindPart(file, parts, random);
        switch (seed % 6)
        {
            case 0:
                return damaged.AsMemory(0, random.Next(1, file.Length));
            case 1:
                for (var i = 0; i < 30; i++)
                    damaged[random.Next(file.Length)] ^= (byte)random.Next(1, 256);
                return damaged;
            case 2:
                for (var i = 0; i < 6; i++)
                    damaged[random.Next(Math.Min(200, file.Length))] = (byte)random.Next(256);
                return damaged;
            case 3:
                var from = random.Next(file.Length - 1);
                return file.Where((_, i) => i < from || i > from + file.Length / 5).ToArray();
            case 4:
                damaged.AsSpan(part + 4, Math.Min(random.Next(8, 80), file.Length - part - 4)).Clear();
                return damaged;
            default:
                // lengths stand before the name in MP4, behind it elsewhere
                random.NextBytes(damaged.AsSpan(random.Next(2) == 0 && part >= 4 ? part - 4 : Math.Min(part + 4, file.Length - 4), 4));
                return damaged;
        }
    }

    private static int FindPart(byte[] file, string parts, Random random)
    {
        var names = parts.Split(' ');
        var name = names[random.Next(names.Length)].Select(c => (byte)c).ToArray();
        return Math.Max(0, file.AsSpan().IndexOf(name));
    }
}
