namespace Qwen.VisionLanguage.Images;

/// <summary>What a sample behind the colours of a TIFF file means. Source: TIFF 6.0, section 18.</summary>
internal enum TiffAlpha
{
    /// <summary>Something else: the picture is opaque.</summary>
    Unspecified = 0,

    /// <summary>Opacity, by which the colours are multiplied already.</summary>
    Associated = 1,

    /// <summary>Opacity; the colours are as they were.</summary>
    Unassociated = 2,
}
