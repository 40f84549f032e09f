using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model;

/// <summary>
/// Shows a pass the decoder as the 4-bit form will have it, so that the weights learn to bear it. The gradients of what was rounded are
/// those of the weights behind it: both are the same up to half a step.
/// </summary>
/// <param name="parameters">The weights, which are changed and given back.</param>
internal sealed class Rounding(Parameters parameters)
{
    private const int Largest = 15;

    private readonly Tensor kept = zeros(parameters.Count);

    /// <summary>Rounds the decoder's matrices, the head's too.</summary>
    public void Apply()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        kept.copy_(parameters.Values);
        foreach (var parameter in parameters.All.Where(IsRounded))
        {
            var block = WeightFormat.Int4.BlockFor((int)parameter.Shape[1]);
            if (block > 0)
                Round(parameter.Value.view(-1, block));
        }
    }

    /// <summary>Puts the weights themselves back.</summary>
    public void Undo()
    {
        using var quiet = no_grad();
        parameters.Values.copy_(kept);
    }

    private static bool IsRounded(Parameter parameter) => parameter.Shape.Length == 2
        && (parameter.Name.StartsWith("model.layers.", StringComparison.Ordinal) || parameter.Name == CheckpointLayout.Head);

    // sixteen steps from the least to the largest number of a block, with the zero on one of them
    private static void Round(Tensor blocks)
    {
        var low = blocks.amin([1], keepdim: true).clamp_max(Scalars.Of(0));
        var high = blocks.amax([1], keepdim: true).clamp_min(Scalars.Of(0));
        var step = high.Plus(low.neg()).div(Scalars.Of(Largest)).clamp_min(Scalars.Of(1e-12));
        var zero = low.div(step).neg().round();
        var codes = blocks.div(step).round().Plus(zero).clamp(Scalars.Of(0), Scalars.Of(Largest));
        blocks.copy_(codes.Plus(zero.neg()).mul(step));
    }
}
