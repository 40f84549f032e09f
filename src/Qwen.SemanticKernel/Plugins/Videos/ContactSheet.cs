using System.Globalization;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;
using SkiaSharp;

namespace Qwen.SemanticKernel.Plugins;

/// <summary>Draws frames of a video side by side, each above its time.</summary>
public static class ContactSheet
{
    private const int MaxFrames = 400;
    private const int FrameWidth = 240;
    private const int Gap = 8;
    private const int TextHeight = 22;

    /// <summary>Draws the frames nearest to some times.</summary>
    /// <param name="video">The video; it stays the caller's.</param>
    /// <param name="seconds">The times, in any order; at least one inside the video, 400 at most are drawn.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="VisionLanguage.QwenException">No frame can be read.</exception>
    public static async Task<byte[]> DrawPngAsync(OpenVideo video, IEnumerable<double> seconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(seconds);
        var size = new PixelSize(FrameWidth, Math.Clamp((int)Math.Round((double)FrameWidth * video.Size.Height / video.Size.Width), 1, 4 * FrameWidth));
        double[] moments = [.. seconds.Order().Take(MaxFrames)];
        var frames = await video.ReadAsync(moments, size, cancellationToken).ConfigureAwait(false);
        if (frames.Count == 0)
            throw new VisionLanguage.QwenException("A contact sheet needs at least one frame: give times inside the video.");
        return Draw(frames, size);
    }

    /// <summary>The time as it stands under a frame: mm:ss.ff, with hours where there are any.</summary>
    public static string FormatTime(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Round(seconds, 2));
        return time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss\.ff" : @"mm\:ss\.ff", CultureInfo.InvariantCulture);
    }

    private static byte[] Draw(IReadOnlyList<VideoFrame> frames, PixelSize size)
    {
        var columns = (int)Math.Ceiling(Math.Sqrt(frames.Count * (double)size.Height / size.Width));
        columns = Math.Clamp(Math.Max(columns, 4), 1, frames.Count);
        var rows = (frames.Count + columns - 1) / columns;
        var (cellWidth, cellHeight) = (size.Width + Gap, size.Height + TextHeight + Gap);
        using var bitmap = new SKBitmap(columns * cellWidth + Gap, rows * cellHeight + Gap);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        using var font = new SKFont { Size = 16 };
        canvas.Clear(SKColors.White);
        for (var i = 0; i < frames.Count; i++)
        {
            var (x, y) = (Gap + i % columns * cellWidth, Gap + i / columns * cellHeight);
            using var picture = SKImage.FromEncodedData(Pictures.SeenPicture.EncodePng(frames[i].Picture));
            canvas.DrawImage(picture, x, y);
            canvas.DrawText(FormatTime(frames[i].Seconds), x, y + size.Height + TextHeight - 5, font, paint);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
