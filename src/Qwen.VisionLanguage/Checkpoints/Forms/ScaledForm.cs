namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>
/// One byte a weight, integer or F8_E4M3, with one scale for a tile of the matrix: all of it, a row, a group in a row, a block.
/// </summary>
/// <param name="codes">I8 or F8_E4M3 [out, in].</param>
/// <param name="scales">One scale for a tile, row-major.</param>
/// <param name="zeros">I8 zero points like the scales; null where symmetric.</param>
/// <param name="tileRows">Rows of a tile.</param>
/// <param name="tileColumns">Columns of a tile.</param>
/// <param name="divisor">What scales are divided by (127 where they are largest magnitudes).</param>
internal sealed class ScaledForm(
    StoredPart codes, StoredPart scales, StoredPart? zeros, long tileRows, long tileColumns, float divisor = 1) : WeightForm
{
    private static readonly float[] Float8 = [.. Enumerable.Range(0, 256).Select(DecodeFloat8)];

    private readonly long columns = codes.Shape[1];
    private readonly long tilesAcross = (codes.Shape[1] + tileColumns - 1) / tileColumns;
    private readonly bool isFloat = codes.Entry.DataType != "I8";

    public override IEnumerable<StoredPart> Parts => zeros is null ? [codes, scales] : [codes, scales, zeros];

    public override void Read(long row, long column, Span<float> destination)
    {
        var bytes = codes.Bytes(row * columns + column, destination.Length);
        var (known, zero, scale) = (-1L, 0, 0f);
        for (var i = 0; i < destination.Length; i++)
        {
            if ((column + i) / tileColumns != known)
            {
                known = (column + i) / tileColumns;
                var tile = row / tileRows * tilesAcross + known;
                (zero, scale) = (zeros is null ? 0 : (sbyte)zeros.Byte(tile), scales.Float(tile) / divisor);
            }

            destination[i] = ((isFloat ? Float8[bytes[i]] : (sbyte)bytes[i]) - zero) * scale;
        }
    }

    public override string? FindFault() => FindBadScale(scales, "the scale", zeroIsBad: divisor == 1);

    // 1 sign, 4 exponent, 3 mantissa bits, bias 7; no infinities
    private static float DecodeFloat8(int code)
    {
        var (exponent, mantissa) = (code >> 3 & 15, code & 7);
        var magnitude = (exponent, mantissa) switch
        {
            (15, 7) => float.NaN,
            (0, _) => MathF.ScaleB(mantissa, -9),
            _ => MathF.ScaleB(8 + mantissa, exponent - 10),
        };
        return code < 128 ? magnitude : -magnitude;
    }
}
