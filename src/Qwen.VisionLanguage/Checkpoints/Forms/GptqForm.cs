namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>GPTQ: 2, 4 or 8 bit codes, several inputs a word; w = (q − z) · s, inputs in any order of groups.</summary>
/// <param name="bits">Bits of a code.</param>
/// <param name="zeroOffset">What is added to stored zero points: 1 in the first version of the format, 0 in the second.</param>
/// <param name="codes">I32 [in / codes a word, out].</param>
/// <param name="zeros">I32 [groups, out / codes a word].</param>
/// <param name="scales">[groups, out].</param>
/// <param name="order">I32 [in], the group of each input; null where groups follow one another.</param>
internal sealed class GptqForm(int bits, int zeroOffset, StoredPart codes, StoredPart zeros, StoredPart scales, StoredPart? order)
    : GroupForm("GPTQ", bits, codes.Shape[0] * (32 / bits), scales.Shape[0], order, "g_idx")
{
    private readonly int perWord = 32 / bits;
    private readonly int mask = (1 << bits) - 1;
    private readonly long rows = codes.Shape[1];

    public override IEnumerable<StoredPart> Parts => Order is not null ? [codes, zeros, scales, Order] : [codes, zeros, scales];

    public override bool HasShortScales => scales.IsShortFloat;

    public override int Code(long row, long input) => codes.Int(input / perWord * rows + row) >> Bits * (int)(input % perWord) & mask;

    // a stored zero point of 0 less 1 has wrapped round
    public override (float Scale, int Zero) Shared(long row, long group)
        => (scales.Float(group * rows + row),
            (zeros.Int(group * zeros.Shape[1] + row / perWord) >> Bits * (int)(row % perWord)) + zeroOffset & mask);

    public override string? FindFault() => FindBadOrder() ?? FindBadScale(scales, "scales");
}
