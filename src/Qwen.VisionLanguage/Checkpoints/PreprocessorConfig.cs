namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Limits and colour constants of <c>preprocessor_config.json</c>.</summary>
public sealed record PreprocessorConfig
{
    /// <summary>Smallest area of a prepared picture in pixels (<c>min_pixels</c> or <c>size.shortest_edge</c>).</summary>
    public required int MinPixels { get; init; }

    /// <summary>Largest area of a prepared picture in pixels (<c>max_pixels</c> or <c>size.longest_edge</c>).</summary>
    public required int MaxPixels { get; init; }

    /// <summary>Mean per channel, R G B, on the 0…1 scale (<c>image_mean</c>).</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>Standard deviation per channel, R G B, on the 0…1 scale (<c>image_std</c>).</summary>
    public required IReadOnlyList<float> StandardDeviation { get; init; }

    /// <summary>
    /// Smallest area where limits are asked for: whoever asks for fewer pixels need not know that they would be enlarged again.
    /// </summary>
    /// <param name="minPixels">Smallest area asked for; null for none.</param>
    /// <param name="maxPixels">Largest area asked for; null for none.</param>
    internal int LeastPixels(int? minPixels, int? maxPixels) => minPixels ?? Math.Min(MinPixels, maxPixels ?? int.MaxValue);
}
