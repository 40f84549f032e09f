namespace Qwen.VisionLanguage.Runtime;

/// <summary>The vision encoder on a device: patches of one picture, or of one temporal slice of a video, to features.</summary>
/// <remarks>Safe for concurrent runs, one at a time where the device's profile says <see cref="DeviceProfile.Serial"/>.</remarks>
internal abstract class VisionEncoder : IDisposable
{
    /// <summary>Encodes one frame pair.</summary>
    /// <param name="patches">Rows in merge order. // [rows · columns, patch length]</param>
    /// <param name="rows">Patch rows.</param>
    /// <param name="columns">Patch columns.</param>
    /// <param name="cancellationToken">Stops between two blocks or nodes.</param>
    /// <returns>One row per merged unit, in raster order. // [rows · columns / 4, output size]</returns>
    public abstract float[] Encode(ReadOnlySpan<float> patches, int rows, int columns, CancellationToken cancellationToken);

    public abstract void Dispose();
}
