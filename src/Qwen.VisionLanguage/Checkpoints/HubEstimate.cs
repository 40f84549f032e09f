namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>How much a download brings, and the room for it.</summary>
/// <param name="Bytes">Bytes still to come: what is there already is not counted, nor files whose size the hub does not list.</param>
/// <param name="FreeBytes">Free bytes on the disk of the target folder; null where the system does not say.</param>
public sealed record HubEstimate(long Bytes, long? FreeBytes)
{
    /// <summary>Whether the disk has room for it, as far as is known.</summary>
    public bool Fits => FreeBytes is not { } free || Bytes <= free;
}
