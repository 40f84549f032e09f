namespace Qwen.VisionLanguage.Images;

/// <summary>
/// A picture or video ready for the encoder: frames at the size the model sees, two for each temporal patch.
/// </summary>
/// <remarks>
/// Frames stay bytes until the encoder takes a slice, so a long video costs a quarter of what its patches would.
/// Immutable; safe to share between threads.
/// </remarks>
public sealed class PreparedVision
{
    /// <summary>
    /// The frames in order, all of <see cref="ModelSize"/>. A picture has one frame (both time steps of its patch are equal); a
    /// video an even number.
    /// </summary>
    public required IReadOnlyList<RgbImage> Frames { get; init; }

    /// <summary>Whether the placeholders in the prompt are those of a video.</summary>
    public required bool IsVideo { get; init; }

    /// <summary>Patches: temporal × rows × columns.</summary>
    public required VisionGrid Grid { get; init; }

    /// <summary>Size of the upright source, before the resize.</summary>
    public required PixelSize SourceSize { get; init; }

    /// <summary>Size the model sees; answers in pixels are in this frame of reference.</summary>
    public required PixelSize ModelSize { get; init; }

    /// <summary>Seconds between temporal patches (videos; 1 where nobody said). Feeds the time positions.</summary>
    public double SecondsPerGrid { get; init; } = 1.0;

    /// <summary>Real time of every frame in seconds from the first frame of the file (videos); empty for a picture.</summary>
    public IReadOnlyList<double> FrameSeconds { get; init; } = [];

    /// <summary>
    /// For a video whose sampled frames are not evenly spaced: start of each temporal patch in seconds from the first
    /// sampled frame, one for each of <see cref="VisionGrid.T"/>. Null when patch f lies at f × <see cref="SecondsPerGrid"/>.
    /// </summary>
    public IReadOnlyList<double>? SliceSeconds { get; init; }

    /// <summary>What a person should know about the source, for example that a video breaks off; null where all was well.</summary>
    public string? Warning { get; init; }
}
