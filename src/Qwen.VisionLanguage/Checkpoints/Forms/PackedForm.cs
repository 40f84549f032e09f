namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>
/// compressed-tensors "pack-quantized": 4 or 8 bit codes along the inputs, both codes and zero points stored above a middle.
/// </summary>
/// <param name="bits">Bits of a code.</param>
/// <param name="columns">Inputs; the last word of a row may be filled up.</param>
/// <param name="codes">I32 [out, words].</param>
/// <param name="scales">[out, groups].</param>
/// <param name="zeros">I32 [out / codes a word, groups], packed along the outputs, or I8 [out, groups]; null where symmetric.</param>
/// <param name="order">I32 [in], the group of each input; null where groups follow one another.</param>
internal sealed class PackedForm(
    int bits, long columns, StoredPart codes, StoredPart scales, StoredPart? zeros, StoredPart? order) : WeightForm
{
    private readonly int perWord = 32 / bits;
    private readonly int mask = (1 << bits) - 1;
    private readonly long words = codes.Shape[1];
    private readonly long groups = scales.Shape[1];
    private readonly long group = columns / scales.Shape[1];

    public override IEnumerable<StoredPart> Parts => new[] { codes, scales, zeros, order }.OfType<StoredPart>();

    public override void Read(long row, long column, Span<float> destination)
    {
        var (known, zero, scale) = (-1L, 0, 0f);
        for (var i = 0; i < destination.Length; i++)
        {
            var input = column + i;
            var index = order?.Int(input) ?? input / group;
            if (index != known)
                (known, zero, scale) = (index, Zero(row, index), scales.Float(row * groups + index));

            var code = codes.Int(row * words + input / perWord) >> bits * (int)(input % perWord) & mask;
            destination[i] = (code - zero) * scale;
        }
    }

    public override string? FindFault()
    {
        for (long input = 0; input < (order?.Count ?? 0); input++)
        {
            if (order!.Int(input) is var index && (index < 0 || index >= groups))
                return $"weight_g_idx names the group {index} of {groups}";
        }

        return FindBadScale(scales, "weight_scale");
    }

    private int Zero(long row, long index) => zeros switch
    {
        null => 1 << bits - 1,
        { Entry.DataType: "I8" } => (sbyte)zeros.Byte(row * groups + index) + (1 << bits - 1),
        _ => zeros.Int(row / perWord * groups + index) >> bits * (int)(row % perWord) & mask,
    };
}
