namespace Qwen.VisionLanguage.Images;

/// <summary>A size in pixels.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
public readonly record struct PixelSize(int Width, int Height)
{
    /// <summary>Width × height.</summary>
    public long Area => (long)Width * Height;

    /// <inheritdoc/>
    public override string ToString() => $"{Width}×{Height}";
}
