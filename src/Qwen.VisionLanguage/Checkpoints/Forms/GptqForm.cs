namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>GPTQ: 2, 4 or 8 bit codes, several inputs a word; w = (q − z) · s, inputs in any order of groups.</summary>
/// <param name="bits">Bits of a code.</param>
/// <param name="zeroOffset">What is added to stored zero points: 1 in the first version of the format, 0 in the second.</param>
/// <param name="codes">I32 [in / codes a word, out].</param>
/// <param name="zeros">I32 [groups, out / codes a word].</param>
/// <param name="scales">[groups, out].</param>
/// <param name="order">I32 [in], the group of each input; null where groups follow one another.</param>
internal sealed class GptqForm(
    int bits, int zeroOffset, StoredPart codes, StoredPart zeros, StoredPart scales, StoredPart? order) : WeightForm
{
    private readonly int perWord = 32 / bits;
    private readonly int mask = (1 << bits) - 1;
    private readonly long rows = codes.Shape[1];
    private readonly long groups = scales.Shape[0];
    private readonly long group = codes.Shape[0] * (32 / bits) / scales.Shape[0];

    public override IEnumerable<StoredPart> Parts => order is null ? [codes, zeros, scales] : [codes, zeros, scales, order];

    public override void Read(long row, long column, Span<float> destination)
    {
        var zeroShift = bits * (int)(row % perWord);
        var (known, zero, scale) = (-1L, 0, 0f);
        for (var i = 0; i < destination.Length; i++)
        {
            var input = column + i;
            var index = order?.Int(input) ?? input / group;
            if (index != known)
            {
                known = index;
                // a stored zero point of 0 less 1 has wrapped round
                zero = (zeros.Int(known * zeros.Shape[1] + row / perWord) >> zeroShift) + zeroOffset & mask;
                scale = scales.Float(known * rows + row);
            }

            var code = codes.Int(input / perWord * rows + row) >> bits * (int)(input % perWord) & mask;
            destination[i] = (code - zero) * scale;
        }
    }

    public override string? FindFault()
    {
        for (long input = 0; input < (order?.Count ?? 0); input++)
        {
            if (order!.Int(input) is var index && (index < 0 || index >= groups))
                return $"g_idx names the group {index} of {groups}";
        }

        return FindBadScale(scales, "scales");
    }
}
