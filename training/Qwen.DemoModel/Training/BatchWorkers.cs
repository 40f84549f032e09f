using Qwen.DemoModel.Data;
using Qwen.DemoModel.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Training;

/// <summary>
/// Forward and backward passes of a step's batches, each on a thread of its own with gradients of its own: nothing waits for
/// anything inside a pass, where two threads on one product would wait after each of a thousand small operations.
/// </summary>
internal sealed class BatchWorkers
{
    private readonly Parameters parameters;
    private readonly Parameters[] twins;
    private readonly Losses[] losses;

    /// <summary>Makes workers; the first one uses the weights' own gradients.</summary>
    /// <param name="parameters">Weights that all share.</param>
    /// <param name="count">Batches at a time.</param>
    public BatchWorkers(Parameters parameters, int count)
    {
        this.parameters = parameters;
        twins = [parameters, .. Enumerable.Range(1, count - 1).Select(_ => parameters.Twin())];
        losses = [.. twins.Select(twin => new Losses(twin))];
    }

    /// <summary>Batches that run at a time.</summary>
    public int Count => twins.Length;

    /// <summary>Adds the gradients of some batches to the weights' gradients.</summary>
    /// <param name="batches">At most <see cref="Count"/> batches, and whether the decoder stays out.</param>
    /// <param name="share">Factor of every batch's loss.</param>
    /// <returns>Figures of each.</returns>
    public IReadOnlyList<Dictionary<string, double>> Run(IReadOnlyList<(Batch Batch, bool VisionOnly)> batches, double share)
    {
        var figures = new Dictionary<string, double>[batches.Count];
        Parallel.For(0, batches.Count, i =>
        {
            using var scope = NewDisposeScope();
            if (i > 0)
                twins[i].ClearGradients();
            var terms = losses[i].Compute(batches[i].Batch, batches[i].VisionOnly);
            (terms.Total! * Scalars.Of(share)).backward();
            figures[i] = terms.ToNumbers();
        });
        using var quiet = no_grad();
        for (var i = 1; i < batches.Count; i++)
            parameters.Gradients.add_(twins[i].Gradients, Scalars.Of(1));
        return figures;
    }
}
