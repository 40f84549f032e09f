using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Qwen.DemoModel.Model;

/// <summary>Joins the four patches of a unit and brings them to the decoder's width.</summary>
internal static class Merger
{
    /// <summary>Of the norm in front.</summary>
    public const double Epsilon = 1e-6;

    /// <summary>join four, linear, exact GELU, linear.</summary>
    /// <param name="p">Weights.</param>
    /// <param name="x">Normed patches, four neighbours a unit. // [patches, hidden]</param>
    /// <returns>// [patches / 4, output]</returns>
    public static Tensor Forward(Parameters p, Tensor x)
    {
        var joined = x.reshape(x.shape[0] / 4, x.shape[1] * 4);
        var h = F.gelu(Layers.Linear(joined, p["visual.merger.mlp.0.weight"], p["visual.merger.mlp.0.bias"]));
        return Layers.Linear(h, p["visual.merger.mlp.2.weight"], p["visual.merger.mlp.2.bias"]).to(float32);
    }
}
