using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

[Collection("Alone")]
public class MalformedVideoTests
{
    private const int TrialsPerFormat = 27;
    private static readonly VideoOptions Options = new() { ResizedWidth = 56, ResizedHeight = 56, Limits = new VideoLimits { MaxFramePixels = 1 << 20, MaxSourceFrames = 10_000 } };

    [Theory]
    [InlineData("mp4", "mpeg4")]
    [InlineData("mkv", "mpeg4")]
    [InlineData("avi", "mjpeg")]
    [InlineData("gif", "gif")]
    public async Task A_damaged_video_is_prepared_or_refused(string format, string codec)
    {
        using var folder = new TempFolder();
        var path = folder.File("clip." + format);
        Ffmpeg.Make(path, "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10", "-t", "1", "-c:v", codec);
        var file = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        int prepared = 0, refused = 0;
        for (var trial = 0; trial < TrialsPerFormat; trial++)
        {
            // a hang ends in a cancellation, which is no QwenException and fails the test
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(2));
            try
            {
                var video = await VideoPreparer.PrepareAsync(
                    Damage(file, trial), Published.Preprocessor, Published.Vision, Options, progress: null, limit.Token);
                Assert.Equal(video.Grid.T * 2, video.Frames.Count);
                Assert.Equal(video.Frames.Count, video.FrameSeconds.Count);
                prepared++;
            }
            catch (QwenException error)
            {
                Assert.NotEmpty(error.Message);
                refused++;
            }
        }

        Assert.True(refused > 0, $"{format}: {prepared} prepared, none refused.");
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), SpooledVideo.NamePrefix + "*"));
    }

    /// <summary>By turns: cut anywhere, bytes flipped anywhere, bytes of the header replaced, a piece left out.</summary>
    private static ReadOnlyMemory<byte> Damage(byte[] file, int seed)
    {
        var random = new Random(seed);
        var damaged = (byte[])file.Clone();
        switch (seed % 4)
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
            default:
                var from = random.Next(file.Length - 1);
                return file.Where((_, i) => i < from || i > from + file.Length / 5).ToArray();
        }
    }
}
