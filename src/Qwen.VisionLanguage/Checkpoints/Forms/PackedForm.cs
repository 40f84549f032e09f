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
internal sealed class PackedForm(int bits, long columns, StoredPart codes, StoredPart scales, StoredPart? zeros, StoredPart? order)
    : GroupForm("compressed-tensors", bits, columns, scales.Shape[1], order, "weight_g_idx")
{
    private readonly int perWord = 32 / bits;
    private readonly int mask = (1 << bits) - 1;
    private readonly long words = codes.Shape[1];
    private readonly long groups = scales.Shape[1];

    public override IEnumerable<StoredPart> Parts
        => new[] { codes, scales, zeros, Order }.OfType<StoredPart>();

    public override bool HasWideZeros => zeros is { Entry.DataType: "I8" };

    public override bool HasShortScales => scales.IsShortFloat;

    public override int Code(long row, long input)
        => codes.Int(row * words + input / perWord) >> Bits * (int)(input % perWord) & mask;

    public override (float Scale, int Zero) Shared(long row, long group) => (scales.Float(row * groups + group), zeros switch
    {
        null => 1 << Bits - 1,
        { Entry.DataType: "I8" } => (sbyte)zeros.Byte(row * groups + group) + (1 << Bits - 1),
        _ => zeros.Int(row / perWord * groups + group) >> Bits * (int)(row % perWord) & mask,
    });

    public override string? FindFault() => FindBadOrder() ?? FindBadScale(scales, "weight_scale");
}
