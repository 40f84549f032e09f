using System.ComponentModel;
using Microsoft.SemanticKernel;
using Qwen.Perception;
using Qwen.Videos;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;
using SkiaSharp;

namespace Qwen.Samples;

/// <summary>A function for other agents, composed of two of ours.</summary>
public sealed class FilmReader(VideosTasks videos, ReadingTasks reading)
{
    // for the embedded model: windows of 16 frames, one a second, and a second look at one larger frame
    private static readonly VideoSearchOptions Search = new()
    {
        CoarseFps = 1, FineFps = 1, WindowFrames = 16, OverlapFrames = 4, Verify = VideoVerification.KeyFrame, KeyFramePixels = 112 * 112,
    };

    [KernelFunction("read_sign")]
    [Description("Finds the first moment at which something is to be seen in a film, and reads the sign below it.")]
    public async Task<SignReading> ReadSignAsync(
        [Description("Path of the film.")] string film, [Description("What to look for.")] string what, CancellationToken cancellationToken)
    {
        using var video = await OpenVideo.OpenAsync(film, cancellationToken: cancellationToken);
        var first = await videos.FindAsync(video, what, search: Search, cancellationToken: cancellationToken)
            .FirstOrDefaultAsync(cancellationToken);
        if (first is null)
            return new SignReading(what, null, null, null);

        // the model sees films small; letters are read from the frame as it is
        var frames = await video.ReadAsync([(first.Start + first.End) / 2], video.Size, cancellationToken);
        var read = await reading.ReadTextAsync(CutSign(frames[0].Picture), cancellationToken: cancellationToken);
        return new SignReading(what, first.Start, first.End, string.Join(' ', read.Lines));
    }

    // the strip at the bottom
    private static byte[] CutSign(RgbImage frame)
    {
        using var strip = new SKBitmap(frame.Width, StationFilm.SignHeight);
        for (var y = 0; y < strip.Height; y++)
        {
            for (var x = 0; x < strip.Width; x++)
            {
                var at = 3 * (((frame.Height - strip.Height + y) * frame.Width) + x);
                strip.SetPixel(x, y, new SKColor(frame.Pixels[at], frame.Pixels[at + 1], frame.Pixels[at + 2]));
            }
        }

        using var file = strip.Encode(SKEncodedImageFormat.Png, 100);
        return file.ToArray();
    }
}
