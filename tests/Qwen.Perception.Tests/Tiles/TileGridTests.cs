using CsCheck;
using Qwen.Perception;
using Qwen.Perception.Tiles;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tests.Tiles;

public class TileGridTests
{
    [Fact]
    public void Tiles_cover_the_picture_and_overlap_their_neighbours() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Int[1, 3000], Gen.Int[28, 1000], Gen.Double[0, 0.5]).Sample((width, height, size, overlap) =>
        {
            var tiles = TileGrid.Lay(new PixelSize(width, height), size, overlap, int.MaxValue);
            Assert.All(tiles, tile => Assert.True(tile is { X: >= 0, Y: >= 0 } && tile.Right <= width && tile.Bottom <= height));
            Assert.All(tiles, tile => Assert.Equal((Math.Min(size, width), Math.Min(size, height)), (tile.Width, tile.Height)));
            AssertCovers(tiles.Select(tile => tile.X), size, width, (int)(size * overlap));
            AssertCovers(tiles.Select(tile => tile.Y), size, height, (int)(size * overlap));
        });

    [Fact]
    public void Too_many_tiles_are_refused_with_what_to_do()
    {
        var error = Assert.Throws<QwenException>(() => TileGrid.Lay(new PixelSize(10_000, 10_000), 100, 0.2, 64));
        Assert.Contains("QwenPictureOptions.Tiles", error.Message, StringComparison.Ordinal);
    }

    private static void AssertCovers(IEnumerable<int> starts, int size, int length, int overlap)
    {
        int[] sorted = [.. starts.Distinct().Order()];
        Assert.Equal(0, sorted[0]);
        Assert.True(sorted[^1] + size >= length);
        for (var i = 1; i < sorted.Length; i++)
            Assert.True(sorted[i - 1] + size - sorted[i] >= overlap);
    }
}
