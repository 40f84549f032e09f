namespace Qwen.VisionLanguage.Images;

/// <summary>An upright picture as bytes R G B R G B … in raster order, without padding.</summary>
/// <remarks>Immutable by convention: whoever holds <see cref="Pixels"/> must not write to it. Safe to share between threads.</remarks>
public sealed class RgbImage
{
    /// <summary>Wraps a buffer; the picture owns it from now on.</summary>
    /// <param name="width">Pixels across, at least 1.</param>
    /// <param name="height">Pixels down, at least 1.</param>
    /// <param name="pixels">Exactly <c>width * height * 3</c> bytes. // [height, width, 3]</param>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.LongLength, (long)width * height * 3, nameof(pixels));
        Size = new PixelSize(width, height);
        Pixels = pixels;
    }

    /// <summary>Size in pixels.</summary>
    public PixelSize Size { get; }

    /// <summary>Pixels across.</summary>
    public int Width => Size.Width;

    /// <summary>Pixels down.</summary>
    public int Height => Size.Height;

    /// <summary>The bytes. // [height, width, 3]</summary>
    public byte[] Pixels { get; }
}
