using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model;

/// <summary>Rotary positions: of patches by row and column, of tokens by time, height and width (paper §2.1.1, §2.1.3).</summary>
internal static class Rotary
{
    private const double PatchBase = 10000;

    /// <summary>Cosines and sines of patches: the first half of the frequencies turns with the row, the second with the column.</summary>
    /// <param name="places">Row and column. // [rows, 2]</param>
    /// <param name="headDim">Width of a head.</param>
    /// <returns>Two tables. // [rows, headDim / 2]</returns>
    public static (Tensor Cos, Tensor Sin) OfPatches(Tensor places, int headDim)
    {
        var perAxis = headDim / 4;
        var frequencies = tensor(Enumerable.Range(0, perAxis).Select(j => (float)Math.Pow(PatchBase, -j / (double)perAxis)).ToArray());
        var angles = (places.unsqueeze(-1) * frequencies).flatten(-2, -1);    // [rows, 2, f] -> [rows, 2f]
        return (angles.cos(), angles.sin());
    }

    /// <summary>Cosines and sines of tokens: each frequency follows the axis that <c>mrope_section</c> gives it.</summary>
    /// <param name="positions">Time, height, width. // [rows, 3]</param>
    /// <param name="config">Section and base.</param>
    /// <returns>Two tables. // [rows, headDim / 2]</returns>
    public static (Tensor Cos, Tensor Sin) OfTokens(Tensor positions, TextConfig config)
    {
        var axes = config.MropeSection.SelectMany((count, axis) => Enumerable.Repeat((long)axis, count)).ToArray();
        var frequencies = axes.Select((_, i) => (float)Math.Pow(config.RopeTheta, -2.0 * i / config.HeadDim)).ToArray();
        var angles = positions.index_select(-1, tensor(axes)) * tensor(frequencies);
        return (angles.cos(), angles.sin());
    }
}
