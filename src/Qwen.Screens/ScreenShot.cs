using Qwen.VisionLanguage.Images;

namespace Qwen.Screens;

/// <summary>What a screen showed at one moment. Immutable.</summary>
public sealed record ScreenShot
{
    /// <summary>The picture as a PNG file, upright as a person sees it.</summary>
    public required ReadOnlyMemory<byte> Png { get; init; }

    /// <summary>Size of the picture in pixels: the space of all coordinates.</summary>
    public required PixelSize Size { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Pixels to a device-independent unit: 1 on a plain desktop, 2.625 on many phones.</summary>
    public double Density { get; init; } = 1;

    /// <summary>
    /// How far the device is turned clockwise from its natural position, in degrees: 0, 90, 180 or 270. The picture is upright already.
    /// </summary>
    public int Rotation { get; init; }

    /// <summary>
    /// Whether the device hides what is shown (a protected window): the picture is black or missing, and no place on it may be guessed.
    /// </summary>
    public bool IsProtected { get; init; }

    /// <summary>What is in the foreground; null where the screen cannot tell.</summary>
    public ScreenPlace? Place { get; init; }
}
