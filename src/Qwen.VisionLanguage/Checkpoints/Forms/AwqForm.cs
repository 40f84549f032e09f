namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>AutoAWQ's "gemm": 4 bit codes, eight output columns a word, interleaved; w = (q − z) · s.</summary>
internal sealed class AwqForm(StoredPart codes, StoredPart zeros, StoredPart scales)
    : GroupForm("AWQ", 4, codes.Shape[0], scales.Shape[0], null, "")
{
    private readonly long words = codes.Shape[1];

    public override IEnumerable<StoredPart> Parts => [codes, zeros, scales];

    public override bool HasShortScales => scales.IsShortFloat;

    public override int Code(long row, long input) => codes.Int(input * words + row / 8) >> Shift(row) & 15;

    public override (float Scale, int Zero) Shared(long row, long group)
        => (scales.Float(group * words * 8 + row), zeros.Int(group * words + row / 8) >> Shift(row) & 15);

    public override string? FindFault() => FindBadScale(scales, "scales");

    // in a word lie the even columns first, then the odd ones
    private static int Shift(long row) => 4 * (int)(row % 8 % 2 * 4 + row % 8 / 2);
}
