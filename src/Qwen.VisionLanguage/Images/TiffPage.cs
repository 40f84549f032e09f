namespace Qwen.VisionLanguage.Images;

/// <summary>What the directory of a TIFF file's page says of it.</summary>
/// <param name="Offset">Where the directory lies.</param>
/// <param name="Picture">Size, orientation and memory.</param>
/// <param name="Alpha">What the sample behind the colours is; null where there is none.</param>
internal sealed record TiffPage(long Offset, EncodedPicture Picture, TiffAlpha? Alpha);
