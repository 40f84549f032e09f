using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Qwen.DemoModel.Model;

/// <summary>What encoder and decoder share.</summary>
internal static class Layers
{
    /// <summary>Whether the large products run in bf16 (weights, residual stream, norms and softmax stay fp32).</summary>
    public static bool HalfProducts { get; set; }

    /// <summary>x · Wᵀ + b. // [.., in] -> [.., out]</summary>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)
        => HalfProducts
            ? F.linear(x.to(bfloat16), weight.to(bfloat16), bias?.to(bfloat16)).to(float32)
            : F.linear(x, weight, bias);

    /// <summary>x / √(mean(x²) + ε) · w over the last axis.</summary>
    public static Tensor RmsNorm(Tensor x, Tensor weight, double epsilon)
        => x * (x * x).mean([-1], keepdim: true).Plus(epsilon).rsqrt() * weight;

    /// <summary>down(silu(gate) ⊙ up); gate and up are one product. // [rows, 2 · inner] -> [rows, inner]</summary>
    public static Tensor SwiGlu(Tensor gateAndUp)
    {
        var halves = gateAndUp.chunk(2, -1);
        return F.silu(halves[0]) * halves[1];
    }
}
