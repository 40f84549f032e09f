namespace Qwen.VisionLanguage.Images;

/// <summary>What an encoded picture may cost. All limits are checked before a pixel is decoded.</summary>
public sealed record ImageLimits
{
    /// <summary>The limits used where the caller names none.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Largest file in bytes (64 MiB unless set).</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Largest width × height that a file's header may claim (2²⁷, about 134 million, unless set).
    /// </summary>
    public long MaxPixels { get; init; } = 1L << 27;

    /// <summary>
    /// Most memory in bytes that decoding may take at its height (1.5 GiB unless set), the decoded picture included. It is worked out from
    /// the header: 7 bytes a pixel for most files, up to 8 more for interlaced PNG, progressive JPEG and lossless WebP files.
    /// </summary>
    public long MaxMemory { get; init; } = 3L << 29;

    /// <summary>Scans of a progressive JPEG file that are always allowed; more only where all together go over few pixels.</summary>
    internal const int FreePasses = 24;
}
