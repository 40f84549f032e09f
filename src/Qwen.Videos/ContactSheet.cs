using System.Globalization;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;
using SkiaSharp;

namespace Qwen.Videos;

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
    public static async Task<byte[]> DrawPngAsync(
        OpenVideo video, IEnumerable<double> seconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(seconds);
        var size = new PixelSize(
            FrameWidth, Math.Clamp((int)Math.Round((double)FrameWidth * video.Size.Height / video.Size.Width), 1, 4 * FrameWidth));
        double[] moments = [.. seconds.Order().Take(MaxFrames)];
        var frames = await video.ReadAsync(moments, size, cancellationToken).ConfigureAwait(false);
        if (frames.Count == 0)
            throw new VisionLanguage.QwenException("A contact sheet needs at least one frame: give times inside the video.");
        return Draw([.. frames.Select(frame => ((ReadOnlyMemory<byte>)SeenPicture.EncodePng(frame.Picture), frame.Seconds))], size);
    }

    /// <summary>Draws the key frames of moments, in their order; 400 at most are drawn.</summary>
    /// <param name="moments">Picture files and their seconds, in one video or in several; at least one.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="VisionLanguage.QwenException">There is no moment.</exception>
    public static byte[] DrawPng(IEnumerable<(ReadOnlyMemory<byte> Picture, double Seconds)> moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        (ReadOnlyMemory<byte> Picture, double Seconds)[] frames = [.. moments.Take(MaxFrames)];
        return frames.Length > 0
            ? Draw(frames, new PixelSize(FrameWidth, FrameWidth * 9 / 16))
            : throw new VisionLanguage.QwenException("A contact sheet needs at least one moment.");
    }

    /// <summary>The time as it stands under a frame: mm:ss.ff, with hours where there are any.</summary>
    public static string FormatTime(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Round(seconds, 2));
        return time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss\.ff" : @"mm\:ss\.ff", CultureInfo.InvariantCulture);
    }

    private static byte[] Draw((ReadOnlyMemory<byte> Picture, double Seconds)[] frames, PixelSize size)
    {
        var columns = (int)Math.Ceiling(Math.Sqrt(frames.Length * (double)size.Height / size.Width));
        columns = Math.Clamp(Math.Max(columns, 4), 1, frames.Length);
        var rows = (frames.Length + columns - 1) / columns;
        var (cellWidth, cellHeight) = (size.Width + Gap, size.Height + TextHeight + Gap);
        using var bitmap = new SKBitmap(columns * cellWidth + Gap, rows * cellHeight + Gap);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        using var font = new SKFont { Size = 16 };
        canvas.Clear(SKColors.White);
        for (var i = 0; i < frames.Length; i++)
        {
            var (x, y) = (Gap + i % columns * cellWidth, Gap + i / columns * cellHeight);
            using var picture = SKImage.FromEncodedData(frames[i].Picture.Span);
            if (picture is not null)
                canvas.DrawImage(
                    picture, SKRect.Create(x, y, size.Width, size.Height).AspectFit(picture.Info.Size), SKSamplingOptions.Default);
            canvas.DrawText(FormatTime(frames[i].Seconds), x, y + size.Height + TextHeight - 5, font, paint);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
