using Qwen.VisionLanguage.Images;

namespace Qwen.Videos.Spans;

/// <summary>Makes the small picture that stands for a segment.</summary>
internal static class KeyFrameJpeg
{
    private const int MaxEdge = 320;
    private const int Quality = 80;

    /// <summary>A JPEG file of a frame, at most 320 pixels a side.</summary>
    public static byte[] Encode(RgbImage frame)
    {
        var scale = Math.Min(1.0, (double)MaxEdge / Math.Max(frame.Width, frame.Height));
        var size = new PixelSize(Math.Max(1, (int)Math.Round(frame.Width * scale)), Math.Max(1, (int)Math.Round(frame.Height * scale)));
        var small = scale < 1 ? BicubicResizer.Resize(frame, size) : frame;
        return ImageEncoder.EncodeJpeg(small, Quality);
    }
}
