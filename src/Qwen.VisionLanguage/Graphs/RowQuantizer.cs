using System.Numerics.Tensors;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>Rounds rows of matrices to integers in blocks.</summary>
internal static class RowQuantizer
{
    /// <summary>
    /// 8 bit: the largest magnitude of a block becomes 127. 4 bit: scale and zero point of least error (<see cref="BlockSearch"/>); with
    /// feedback the error of each number is made good by those behind it, and all are looked at again (<see cref="WindowPolish"/>).
    /// </summary>
    /// <param name="row">The numbers, whole blocks; with feedback they are changed.</param>
    /// <param name="bits">4 or 8.</param>
    /// <param name="importance">4 bit: how much the square of an error counts, input by input; empty where all count alike.</param>
    /// <param name="feedback">4 bit: from calibration; null without.</param>
    /// <param name="result">Receives codes, scales and zero points.</param>
    public static void Quantize(
        Span<float> row, int bits, ReadOnlySpan<float> importance, ErrorFeedback? feedback, QuantizedRow result)
    {
        // devices disagree about the zero points of rows with an odd number of blocks
        var (block, zeroPoints) = (result.Block, row.Length / result.Block % 2 == 0);
        float[] original = feedback is null ? [] : row.ToArray();
        Span<float> alike = stackalloc float[block];
        alike.Fill(1);
        for (int first = 0, n = 0; first < row.Length; first += block, n++)
        {
            var part = row.Slice(first, block);
            var codes = result.Codes.AsSpan(first, block);
            if (bits == 8)
            {
                result.Scales[n] = Bytes(part, codes);
                result.Zeros[n] = 128;
                continue;
            }

            var weights = feedback is not null ? feedback.Importance.AsSpan(first, block)
                : importance.IsEmpty ? alike : importance.Slice(first, block);
            var (scale, zero) = BlockSearch.Find(part, weights, zeroPoints);
            (result.Scales[n], result.Zeros[n]) = (scale, (byte)zero);
            if (feedback is null)
                Halves(part, scale, zero, codes);
            else
                Halves(row, first, scale, zero, feedback, codes);
        }

        if (feedback is not null)
            WindowPolish.Run(original, feedback, result);
    }

    private static float Bytes(ReadOnlySpan<float> values, Span<byte> codes)
    {
        var scale = MathF.Abs(TensorPrimitives.MaxMagnitude(values)) / 127f;
        var inverse = scale == 0 ? 0 : 1 / scale;
        for (var i = 0; i < values.Length; i++)
            codes[i] = (byte)(Math.Clamp((int)MathF.Round(values[i] * inverse), -128, 127) + 128);
        return scale;
    }

    private static void Halves(ReadOnlySpan<float> values, float scale, int zero, Span<byte> codes)
    {
        var inverse = scale == 0 ? 0 : 1 / scale;
        for (var i = 0; i < values.Length; i++)
            codes[i] = (byte)BlockSearch.Code(values[i], inverse, zero);
    }

    private static void Halves(Span<float> row, int first, float scale, int zero, ErrorFeedback feedback, Span<byte> codes)
    {
        var inverse = scale == 0 ? 0 : 1 / scale;
        var window = first / InputMoments.WindowInputs;
        var start = window * InputMoments.WindowInputs;
        var size = Math.Min(InputMoments.WindowInputs, row.Length - start);
        for (var i = 0; i < codes.Length; i++)
        {
            var column = first + i;
            codes[i] = (byte)BlockSearch.Code(row[column], inverse, zero);
            var error = row[column] - (codes[i] - zero) * scale;
            var behind = row[column..(start + size)];
            TensorPrimitives.MultiplyAdd(feedback.Row(window, size, column - start), -error, behind, behind);
        }
    }
}
