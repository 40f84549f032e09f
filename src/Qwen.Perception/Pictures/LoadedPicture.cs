using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Pictures;

/// <summary>A picture in memory: a file, or pixels that an application decoded.</summary>
/// <param name="File">The file; empty where there are pixels.</param>
/// <param name="Pixels">The pixels; null where there is a file.</param>
internal readonly record struct LoadedPicture(ReadOnlyMemory<byte> File, RgbImage? Pixels)
{
    /// <summary>The picture, upright, at its own size.</summary>
    /// <exception cref="VisionLanguage.QwenException">The file is no picture, or beyond the limits.</exception>
    public RgbImage Decode(ImageLimits limits, CancellationToken cancellationToken) =>
        Pixels ?? ImageDecoder.Decode(File, limits, cancellationToken);
}
