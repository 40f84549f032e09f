using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Positions;

/// <summary>Cosines and sines for tokens of the decoder: each frequency follows the time, height or width position.</summary>
/// <param name="config">Gives head width, base and sections.</param>
/// <param name="precision">How frequencies are held.</param>
internal sealed class RotaryTable(TextConfig config, FrequencyPrecision precision)
{
    private readonly float[] frequencies = RotaryFrequencies.Create(config.RopeTheta, config.HeadDim, config.HeadDim / 2, precision);
    private readonly byte[] axes = Axes(config);

    /// <summary>Frequencies of one head: half its width.</summary>
    public int Length => frequencies.Length;

    /// <summary>Fills one token's row. // [head dim / 2] each</summary>
    public void Fill(int time, int height, int width, Span<float> cos, Span<float> sin)
    {
        for (var i = 0; i < frequencies.Length; i++)
        {
            var position = axes[i] == 0 ? time : axes[i] == 1 ? height : width;
            (sin[i], cos[i]) = MathF.SinCos(position * frequencies[i]);
        }
    }

    private static byte[] Axes(TextConfig config)
        => [.. config.MropeSection.SelectMany((count, axis) => Enumerable.Repeat((byte)axis, count))];
}
