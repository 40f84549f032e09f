using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Positions;

/// <summary>
/// Cosines and sines for the patches of a frame: the first half of the frequencies follows the row, the second the column.
/// </summary>
internal static class VisionRotaryTable
{
    private const double Theta = 10000;

    /// <summary>Fills both tables in slot order; padding slots get angle 0. // [W · S, head dim / 2]</summary>
    public static void Fill(WindowLayout layout, VisionConfig config, FrequencyPrecision precision, Span<float> cos, Span<float> sin)
    {
        var half = config.HeadDim / 2;
        var axis = half / 2;
        var frequencies = Frequencies(config, precision);
        var unitColumns = layout.Columns / config.MergeSize;
        for (var slot = 0; slot < layout.PatchOfSlot.Length; slot++)
        {
            var patch = layout.PatchOfSlot[slot];
            var (row, column) = patch < 0 ? (0, 0) : Place(patch, unitColumns, config.MergeSize);
            for (var j = 0; j < axis; j++)
            {
                (sin[slot * half + j], cos[slot * half + j]) = MathF.SinCos(row * frequencies[j]);
                (sin[slot * half + axis + j], cos[slot * half + axis + j]) = MathF.SinCos(column * frequencies[j]);
            }
        }
    }

    /// <summary>The frequencies that rows and columns share. // [head dim / 4]</summary>
    public static float[] Frequencies(VisionConfig config, FrequencyPrecision precision)
        => RotaryFrequencies.Create(Theta, config.HeadDim / 2, config.HeadDim / 4, precision);

    private static (int Row, int Column) Place(int patch, int unitColumns, int merge)
    {
        var (unit, inner) = Math.DivRem(patch, merge * merge);
        return (unit / unitColumns * merge + inner / merge, unit % unitColumns * merge + inner % merge);
    }
}
