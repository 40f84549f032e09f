namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>AutoAWQ's "gemm": 4 bit codes, eight output columns a word, interleaved; w = (q − z) · s.</summary>
internal sealed class AwqForm(StoredPart codes, StoredPart zeros, StoredPart scales) : WeightForm
{
    private readonly long words = codes.Shape[1];
    private readonly long group = codes.Shape[0] / scales.Shape[0];

    public override IEnumerable<StoredPart> Parts => [codes, zeros, scales];

    public override void Read(long row, long column, Span<float> destination)
    {
        // in a word lie the even columns first, then the odd ones
        var lane = (int)(row % 8);
        var shift = 4 * (lane % 2 * 4 + lane / 2);
        var (known, zero, scale) = (-1L, 0, 0f);
        for (var i = 0; i < destination.Length; i++)
        {
            var input = column + i;
            if (input / group != known)
            {
                known = input / group;
                zero = zeros.Int(known * words + row / 8) >> shift & 15;
                scale = scales.Float(known * words * 8 + row);
            }

            destination[i] = ((codes.Int(input * words + row / 8) >> shift & 15) - zero) * scale;
        }
    }

    public override string? FindFault() => FindBadScale(scales, "scales");
}
