namespace Qwen.VisionLanguage.Images;

/// <summary>How a picture is brought to the size the model sees. The names of <c>qwen-vl-utils</c> are given with each option.</summary>
public sealed record ImageOptions
{
    /// <summary>
    /// Smallest area in pixels (<c>min_pixels</c>); null for the checkpoint's, or <see cref="MaxPixels"/> where that is set below it.
    /// </summary>
    public int? MinPixels { get; init; }

    /// <summary>Largest area in pixels (<c>max_pixels</c>); null for the checkpoint's. One token stands for 28 × 28 pixels.</summary>
    public int? MaxPixels { get; init; }

    /// <summary>
    /// Wanted width (<c>resized_width</c>), rounded to the model's unit; goes together with <see cref="ResizedHeight"/> and
    /// takes the place of the area limits.
    /// </summary>
    public int? ResizedWidth { get; init; }

    /// <summary>
    /// Wanted height (<c>resized_height</c>), rounded to the model's unit; goes together with <see cref="ResizedWidth"/>.
    /// </summary>
    public int? ResizedHeight { get; init; }

    /// <summary>What the encoded file may cost.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;
}
