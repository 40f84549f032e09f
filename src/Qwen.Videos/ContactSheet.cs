using System.Globalization;
using Qwen.Shared.Lettering;
using Qwen.Shared.Natives;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;
using SkiaSharp;

namespace Qwen.Videos;

/// <summary>Draws frames of videos side by side, each above its time, or above the span of what was found there.</summary>
public static class ContactSheet
{
    private const int MaxFrames = 400;
    private const int FrameWidth = 240;
    private const int Gap = 8;
    private const int TextHeight = 22;
    private const int TextSize = 16;

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
        var (frames, size) = await ReadAsync(video, seconds.Order().Take(MaxFrames), cancellationToken).ConfigureAwait(false);
        return Draw([.. frames.Select(frame => (Encode(frame), FormatTime(frame.Seconds)))], size);
    }

    /// <summary>Draws the frame in the middle of each place that was found, above its span.</summary>
    /// <param name="video">The video; it stays the caller's.</param>
    /// <param name="events">What was found in it, in any order; at least one, 400 at most are drawn.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="VisionLanguage.QwenException">No frame can be read.</exception>
    public static async Task<byte[]> DrawPngAsync(
        OpenVideo video, IEnumerable<FoundEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(events);
        FoundEvent[] found = [.. events.OrderBy(hit => hit.Start).ThenBy(hit => hit.End).Take(MaxFrames)];
        var moments = found.Select(hit => hit.Frame.Seconds).Distinct().Order();
        var (frames, size) = await ReadAsync(video, moments, cancellationToken).ConfigureAwait(false);
        return Draw([.. found.Select(hit => (Encode(Nearest(frames, hit.Frame.Seconds)), FormatSpan(hit.Start, hit.End)))], size);
    }

    /// <summary>Draws the key frames of moments, each above its span, in their order; 400 at most are drawn.</summary>
    /// <param name="moments">Picture files with begin and end in seconds, in one video or in several; at least one.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="VisionLanguage.QwenException">There is no moment.</exception>
    public static byte[] DrawPng(IEnumerable<(ReadOnlyMemory<byte> Picture, double Start, double End)> moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        (ReadOnlyMemory<byte> Picture, string Text)[] frames =
            [.. moments.Take(MaxFrames).Select(moment => (moment.Picture, FormatSpan(moment.Start, moment.End)))];
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

    /// <summary>Begin and end as they stand under a frame; one time where both are the same.</summary>
    internal static string FormatSpan(double start, double end) => FormatTime(start) is var from && FormatTime(end) is var to && from == to
        ? from
        : $"{from} – {to}";

    private static async Task<(IReadOnlyList<VideoFrame> Frames, PixelSize Size)> ReadAsync(
        OpenVideo video, IEnumerable<double> moments, CancellationToken cancellationToken)
    {
        var size = new PixelSize(
            FrameWidth, Math.Clamp((int)Math.Round((double)FrameWidth * video.Size.Height / video.Size.Width), 1, 4 * FrameWidth));
        var frames = await video.ReadAsync([.. moments], size, cancellationToken).ConfigureAwait(false);
        return frames.Count > 0
            ? (frames, size)
            : throw new VisionLanguage.QwenException("A contact sheet needs at least one frame: give times inside the video.");
    }

    private static VideoFrame Nearest(IReadOnlyList<VideoFrame> frames, double seconds) =>
        frames.MinBy(frame => Math.Abs(frame.Seconds - seconds))!;

    private static ReadOnlyMemory<byte> Encode(VideoFrame frame) => ImageEncoder.EncodePng(frame.Picture);

    private static byte[] Draw((ReadOnlyMemory<byte> Picture, string Text)[] frames, PixelSize size)
    {
        PictureLibrary.Require();
        var columns = (int)Math.Ceiling(Math.Sqrt(frames.Length * (double)size.Height / size.Width));
        columns = Math.Clamp(Math.Max(columns, 4), 1, frames.Length);
        var rows = (frames.Length + columns - 1) / columns;
        var (cellWidth, cellHeight) = (size.Width + Gap, size.Height + TextHeight + Gap);
        using var bitmap = new SKBitmap(columns * cellWidth + Gap, rows * cellHeight + Gap);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        canvas.Clear(SKColors.White);
        for (var i = 0; i < frames.Length; i++)
        {
            var (x, y) = (Gap + i % columns * cellWidth, Gap + i / columns * cellHeight);
            using var picture = SKImage.FromEncodedData(frames[i].Picture.Span);
            if (picture is not null)
                canvas.DrawImage(
                    picture, SKRect.Create(x, y, size.Width, size.Height).AspectFit(picture.Info.Size), SKSamplingOptions.Default);
            LetteredText.TryPrepare(frames[i].Text)!.Draw(canvas, x, y + size.Height + TextHeight - 5, TextSize, paint);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
