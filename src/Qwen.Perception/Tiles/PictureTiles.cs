namespace Qwen.Perception;

/// <summary>The parts in which a large picture is looked at where that is asked for.</summary>
public sealed record PictureTiles
{
    /// <summary>Edge of a tile in pixels of the picture; null for the largest that the model sees unshrunk.</summary>
    public int? Size { get; init; }

    /// <summary>Share of a tile that its neighbour shows, too: things up to this size are never cut (0.2 unless set).</summary>
    public double Overlap { get; init; } = 0.2;

    /// <summary>Most tiles of a picture: each is a question of its own (64 unless set).</summary>
    public int MaxCount { get; init; } = 64;
}
