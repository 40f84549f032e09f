using TorchSharp;

namespace Qwen.DemoModel.Model;

/// <summary>One trained tensor.</summary>
/// <param name="Name">Its name in the published naming, or <c>aux.…</c> for a head that only training has.</param>
/// <param name="Shape">Lengths of its axes, outermost first.</param>
/// <param name="Offset">Where its numbers start in the flat buffer.</param>
/// <param name="Value">View of the flat buffer, a leaf of the graph.</param>
internal sealed record Parameter(string Name, long[] Shape, long Offset, torch.Tensor Value)
{
    /// <summary>Numbers in the tensor.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>Whether Muon trains it: the matrices inside blocks, merger and layers.</summary>
    public bool IsHiddenMatrix => IsHidden(Name, Shape);

    /// <inheritdoc cref="IsHiddenMatrix"/>
    public static bool IsHidden(string name, long[] shape)
        => shape.Length == 2 && (name.StartsWith("visual.blocks", StringComparison.Ordinal)
            || name.StartsWith("visual.merger", StringComparison.Ordinal) || name.StartsWith("model.layers", StringComparison.Ordinal));
}
