using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tiles;

/// <summary>Lays tiles of equal size over a picture, evenly, so that neighbours overlap by at least a share of their size.</summary>
internal static class TileGrid
{
    /// <summary>The tiles in reading order; one where the picture is no larger than a tile.</summary>
    /// <exception cref="QwenException">There would be too many.</exception>
    public static IReadOnlyList<PictureTile> Lay(PixelSize picture, int size, double overlap, int limit)
    {
        var (across, down) = (Starts(picture.Width, size, overlap), Starts(picture.Height, size, overlap));
        if ((long)across.Length * down.Length > limit)
        {
            throw new QwenException(
                $"A picture of {picture} has {across.Length} × {down.Length} tiles of {size} pixels, more than the limit of {limit}: "
                + "make it smaller, "
                + "or set QwenPictureOptions.Tiles to fewer and larger ones.");
        }

        var (width, height) = (Math.Min(size, picture.Width), Math.Min(size, picture.Height));
        return [.. down.SelectMany(y => across.Select(x => new PictureTile(x, y, width, height)))];
    }

    private static int[] Starts(int length, int size, double overlap)
    {
        if (length <= size)
            return [0];
        var shared = Math.Min((int)(size * overlap), size - 1);
        var count = (length - shared + size - shared - 1) / (size - shared);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * (length - size) / (count - 1)))];
    }
}
