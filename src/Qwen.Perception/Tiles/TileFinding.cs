using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tiles;

/// <summary>
/// A box found in one tile or put together from several, and which of its edges lie where a tile ends: there it may go on.
/// </summary>
internal sealed record TileFinding
{
    /// <summary>The box, in pixels of the picture.</summary>
    public required LocatedBox Box { get; init; }

    /// <summary>Numbers of the tiles that it was seen in; of the whole picture -1.</summary>
    public required IReadOnlyList<int> Tiles { get; init; }

    /// <summary>Whether its left edge may be the tile's.</summary>
    public bool CutLeft { get; init; }

    /// <summary>Whether its top edge may be the tile's.</summary>
    public bool CutTop { get; init; }

    /// <summary>Whether its right edge may be the tile's.</summary>
    public bool CutRight { get; init; }

    /// <summary>Whether its bottom edge may be the tile's.</summary>
    public bool CutBottom { get; init; }

    /// <summary>Number of cut edges.</summary>
    public int Cuts => (CutLeft ? 1 : 0) + (CutTop ? 1 : 0) + (CutRight ? 1 : 0) + (CutBottom ? 1 : 0);

    /// <summary>Whether the whole picture showed it.</summary>
    public bool SeenWhole => Tiles.Contains(-1);

    /// <summary>A box of a tile.</summary>
    /// <param name="box">The box, in pixels of the tile.</param>
    /// <param name="number">The tile's number.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="picture">Size of the picture: its own edges cut nothing.</param>
    /// <param name="slack">Pixels by which a box may miss an edge that cuts it.</param>
    public static TileFinding Of(LocatedBox box, int number, PictureTile tile, PixelSize picture, int slack) => new()
    {
        Box = box with { X1 = box.X1 + tile.X, Y1 = box.Y1 + tile.Y, X2 = box.X2 + tile.X, Y2 = box.Y2 + tile.Y },
        Tiles = [number],
        CutLeft = tile.X > 0 && box.X1 <= slack,
        CutTop = tile.Y > 0 && box.Y1 <= slack,
        CutRight = tile.Right < picture.Width && box.X2 >= tile.Width - slack,
        CutBottom = tile.Bottom < picture.Height && box.Y2 >= tile.Height - slack,
    };

    /// <summary>This view of a thing, carried on where it is cut and another view of the same thing reaches further.</summary>
    public TileFinding Extend(TileFinding other) => this with
    {
        Box = Box with
        {
            X1 = CutLeft ? Math.Min(Box.X1, other.Box.X1) : Box.X1,
            Y1 = CutTop ? Math.Min(Box.Y1, other.Box.Y1) : Box.Y1,
            X2 = CutRight ? Math.Max(Box.X2, other.Box.X2) : Box.X2,
            Y2 = CutBottom ? Math.Max(Box.Y2, other.Box.Y2) : Box.Y2,
        },
        Tiles = [.. Tiles, .. other.Tiles],
        CutLeft = CutLeft && (other.Box.X1 >= Box.X1 || other.CutLeft),
        CutTop = CutTop && (other.Box.Y1 >= Box.Y1 || other.CutTop),
        CutRight = CutRight && (other.Box.X2 <= Box.X2 || other.CutRight),
        CutBottom = CutBottom && (other.Box.Y2 <= Box.Y2 || other.CutBottom),
    };

    /// <summary>Two parts of one thing as one.</summary>
    public TileFinding Join(TileFinding other, string label) => new()
    {
        Box = Box with
        {
            X1 = Math.Min(Box.X1, other.Box.X1),
            Y1 = Math.Min(Box.Y1, other.Box.Y1),
            X2 = Math.Max(Box.X2, other.Box.X2),
            Y2 = Math.Max(Box.Y2, other.Box.Y2),
            Label = label,
            Confidence = Box.Confidence is { } a && other.Box.Confidence is { } b ? Math.Min(a, b) : null,
        },
        Tiles = [.. Tiles, .. other.Tiles],
        CutLeft = (Box.X1 <= other.Box.X1 ? this : other).CutLeft,
        CutTop = (Box.Y1 <= other.Box.Y1 ? this : other).CutTop,
        CutRight = (Box.X2 >= other.Box.X2 ? this : other).CutRight,
        CutBottom = (Box.Y2 >= other.Box.Y2 ? this : other).CutBottom,
    };
}
