namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>Scales that are themselves quantised: table · largest magnitude of their block + offset.</summary>
/// <param name="Table">F32 [256].</param>
/// <param name="Largest">F32, one for each block of scales.</param>
/// <param name="Block">Scales of a block.</param>
/// <param name="Offset">Added to each.</param>
internal sealed record NestedScales(StoredPart Table, StoredPart Largest, int Block, float Offset)
{
    /// <summary>The scale of a code.</summary>
    public float Read(byte code, long index) => Table.Float(code) * Largest.Float(index / Block) + Offset;
}
