using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tiles;

/// <summary>A part of a picture, in its pixels.</summary>
internal readonly record struct PictureTile(int X, int Y, int Width, int Height)
{
    /// <summary>Right edge.</summary>
    public int Right => X + Width;

    /// <summary>Bottom edge.</summary>
    public int Bottom => Y + Height;

    /// <summary>The whole of a picture.</summary>
    public static PictureTile Whole(PixelSize picture) => new(0, 0, picture.Width, picture.Height);

    /// <summary>Copies the part out of the picture. // [height, width, RGB]</summary>
    public RgbImage Cut(RgbImage picture)
    {
        var pixels = new byte[Width * Height * 3];
        for (var y = 0; y < Height; y++)
            picture.Pixels.AsSpan(((Y + y) * picture.Width + X) * 3, Width * 3).CopyTo(pixels.AsSpan(y * Width * 3));
        return new RgbImage(Width, Height, pixels);
    }
}
