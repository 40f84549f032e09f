using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Videos;
using Qwen.VisionLanguage.Videos;
using SkiaSharp;

namespace Qwen.Samples;

/// <summary>
/// Looks at the middle frame of a window and names the shapes in it, which is what the embedded model knows. A full model takes
/// <see cref="VideoWindowWorker"/> in its place.
/// </summary>
internal sealed class ShapeWorker(IChatClient client)
{
    private readonly GroundingTasks grounding = new(client);
    private readonly SemaphoreSlim oneAtATime = new(1); // there is one model

    public async Task<VideoWindowResult> RunAsync(VideoWindow window, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            using var video = await OpenVideo.OpenAsync(window.File, cancellationToken: cancellationToken);
            var frame = (await video.ReadAsync([(window.Start + window.End) / 2], video.Size, cancellationToken))[0];
            var picture = Encode(frame);
            var found = await grounding.LocateAsync(picture, "item", cancellationToken: cancellationToken);
            return new VideoWindowResult
            {
                Segment = new VideoSegment
                {
                    Start = window.Start,
                    End = window.End,
                    Caption = string.Join(", ", found.Boxes.Select(box => box.Label)),
                    KeyFrame = frame.Seconds,
                },
                Picture = picture,
                RawText = found.RawText,
            };
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private static byte[] Encode(VideoFrame frame)
    {
        using var bitmap = new SKBitmap(frame.Picture.Width, frame.Picture.Height);
        for (var i = 0; i < frame.Picture.Pixels.Length / 3; i++)
        {
            var (red, green, blue) = (frame.Picture.Pixels[3 * i], frame.Picture.Pixels[3 * i + 1], frame.Picture.Pixels[3 * i + 2]);
            bitmap.SetPixel(i % bitmap.Width, i / bitmap.Width, new SKColor(red, green, blue));
        }

        using var file = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        return file.ToArray();
    }
}
