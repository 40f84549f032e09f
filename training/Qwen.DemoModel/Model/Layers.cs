using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Qwen.DemoModel.Model;

/// <summary>What encoder and decoder share.</summary>
internal static class Layers
{
    /// <summary>Whether products and attention run in bf16 (weights, residual stream, norms and losses stay fp32).</summary>
    public static bool HalfProducts { get; set; }

    /// <summary>x · Wᵀ + b in the products' type. // [.., in] -> [.., out]</summary>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)
        => HalfProducts
            ? F.linear(x.to(bfloat16), weight.to(bfloat16), bias?.to(bfloat16))
            : F.linear(x, weight, bias);

    /// <summary>x / √(mean(x²) + ε) · w over the last axis. // [rows, d] -> [rows, d]</summary>
    public static Tensor RmsNorm(Tensor x, Tensor weight, double epsilon) => Fused.AddNorm.Run(x, null, weight, epsilon).H;
}
