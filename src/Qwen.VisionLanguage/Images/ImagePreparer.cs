using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Images;

/// <summary>From a picture to what the encoder takes: decode, turn upright, resize by the model's rule.</summary>
/// <remarks>Coordinates in answers refer to the upright picture at <see cref="PreparedVision.ModelSize"/>. Thread-safe.</remarks>
public static class ImagePreparer
{
    /// <summary>Prepares an encoded picture.</summary>
    /// <param name="file">A whole PNG, JPEG, WebP, GIF, BMP or TIFF file; only read during the call.</param>
    /// <param name="config">The checkpoint's limits and colour constants.</param>
    /// <param name="vision">Sizes of the encoder.</param>
    /// <param name="options">Limits of this picture; null for the checkpoint's.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    /// <exception cref="QwenException">The file is no readable picture, is beyond the limits, or is too long and thin.</exception>
    public static PreparedVision Prepare(
        ReadOnlyMemory<byte> file,
        PreprocessorConfig config,
        VisionConfig vision,
        ImageOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Prepare(ImageDecoder.Decode(file, options?.Limits, cancellationToken), config, vision, options);

    /// <summary>Prepares a decoded, upright picture.</summary>
    /// <exception cref="QwenException">The picture is too long and thin, or the options contradict each other.</exception>
    public static PreparedVision Prepare(RgbImage image, PreprocessorConfig config, VisionConfig vision, ImageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(vision);
        var size = ModelSize(image.Size, config, vision, options ?? new ImageOptions());
        return new PreparedVision
        {
            Frames = [BicubicResizer.Resize(image, size)],
            IsVideo = false,
            Grid = new PatchExtractor(config, vision).Grid(1, size),
            SourceSize = image.Size,
            ModelSize = size,
        };
    }

    /// <summary>The size at which the model will see an upright picture, without preparing it.</summary>
    /// <exception cref="QwenException">The picture is too long and thin, or the options contradict each other.</exception>
    public static PixelSize ModelSize(PixelSize source, PreprocessorConfig config, VisionConfig vision, ImageOptions options)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(vision);
        ArgumentNullException.ThrowIfNull(options);
        var minPixels = config.LeastPixels(options.MinPixels, options.MaxPixels);
        return RequestedSize(options.ResizedWidth, options.ResizedHeight, vision.UnitSize)
            ?? SmartResize.Fit(source, minPixels, options.MaxPixels ?? config.MaxPixels, vision.UnitSize);
    }

    /// <summary>The size asked for by name, rounded by the model's rule; null where none is asked for.</summary>
    internal static PixelSize? RequestedSize(int? width, int? height, int unit)
    {
        if (width is null && height is null)
            return null;
        if (width is not >= 1 || height is not >= 1)
            throw new QwenException("resized_width and resized_height go together, both at least 1: give both or neither.");
        return SmartResize.Fit(new PixelSize(width.Value, height.Value), SmartResize.DefaultMinPixels, SmartResize.DefaultMaxPixels, unit);
    }
}
