namespace Qwen.VisionLanguage.Images;

/// <summary>What an encoded picture may cost. Both limits are checked before a pixel is decoded.</summary>
public sealed record ImageLimits
{
    /// <summary>The limits used where the caller names none.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Largest file in bytes (64 MiB unless set).</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Largest width × height that a file's header may claim (2²⁷, about 134 million, unless set). Decoding takes 7 bytes a pixel.
    /// </summary>
    public long MaxPixels { get; init; } = 1L << 27;
}
