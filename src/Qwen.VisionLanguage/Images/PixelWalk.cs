using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>Where each stored pixel of an oriented file lies in the upright picture.</summary>
/// <param name="Size">Size of the upright picture.</param>
/// <param name="Origin">Index of the upright pixel that the first stored pixel becomes.</param>
/// <param name="StepX">Distance of upright indices between neighbours of a stored row.</param>
/// <param name="StepY">Distance of upright indices between neighbours of a stored column.</param>
internal readonly record struct PixelWalk(PixelSize Size, int Origin, int StepX, int StepY)
{
    /// <summary>The walk for one of the eight EXIF orientations.</summary>
    /// <param name="stored">Size as stored in the file.</param>
    /// <param name="orientation">The orientation; an unknown value counts as upright.</param>
    public static PixelWalk For(PixelSize stored, SKEncodedOrigin orientation)
    {
        int w = stored.Width, h = stored.Height, last = w * h - 1;
        var turned = new PixelSize(h, w);
        return orientation switch
        {
            SKEncodedOrigin.TopRight => new(stored, w - 1, -1, w), // mirrored
            SKEncodedOrigin.BottomRight => new(stored, last, -1, -w), // half a turn
            SKEncodedOrigin.BottomLeft => new(stored, last - (w - 1), 1, -w), // upside down
            SKEncodedOrigin.LeftTop => new(turned, 0, h, 1), // mirrored at the main diagonal
            SKEncodedOrigin.RightTop => new(turned, h - 1, h, -1), // a quarter clockwise
            SKEncodedOrigin.RightBottom => new(turned, last, -h, -1), // mirrored at the other diagonal
            SKEncodedOrigin.LeftBottom => new(turned, last - (h - 1), -h, 1), // a quarter anticlockwise
            _ => new(stored, 0, 1, w),
        };
    }
}
