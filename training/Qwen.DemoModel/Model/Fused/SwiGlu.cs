using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model.Fused;

/// <summary>silu(gate) ⊙ up in one pass. // [rows, 2 · inner] -> [rows, inner]</summary>
internal sealed unsafe class SwiGlu : autograd.SingleTensorFunction<SwiGlu>
{
    /// <inheritdoc/>
    public override string Name => "swiglu";

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = ((Tensor)vars[0]).contiguous();
        long rows = x.shape[0], inner = x.shape[1] / 2;
        var y = empty(rows, inner, dtype: x.dtype);
        if (Memory.IsHalf(x))
            Forward<Halves>(Memory.Of(x), Memory.Of(y), rows, inner);
        else
            Forward<Singles>(Memory.Of(x), Memory.Of(y), rows, inner);
        ctx.save_for_backward([x]);
        return y;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var x = ctx.get_saved_variables()[0];
        using var g = grad_output.contiguous();
        var forX = empty_like(x);
        if (Memory.IsHalf(x))
            Back<Halves>(Memory.Of(x), Memory.Of(g), Memory.Of(forX), x.shape[0], x.shape[1] / 2);
        else
            Back<Singles>(Memory.Of(x), Memory.Of(g), Memory.Of(forX), x.shape[0], x.shape[1] / 2);
        grad_output.Dispose();
        return Memory.HandOver(forX);
    }

    private static void Forward<T>(void* x, void* y, long rows, long inner)
        where T : struct, IElements
    {
        for (long row = 0; row < rows; row++)
        {
            for (long i = 0; i < inner; i += Memory.Lanes)
            {
                var gate = T.Load(x, row * 2 * inner + i);
                T.Store(y, row * inner + i, gate * Sigmoid(gate) * T.Load(x, (row * 2 + 1) * inner + i));
            }
        }
    }

    // s = sigmoid(gate): d up = g · gate · s; d gate = g · up · s · (1 + gate · (1 − s))
    private static void Back<T>(void* x, void* g, void* forX, long rows, long inner)
        where T : struct, IElements
    {
        for (long row = 0; row < rows; row++)
        {
            for (long i = 0; i < inner; i += Memory.Lanes)
            {
                long at = row * 2 * inner + i, upAt = at + inner;
                Vector512<float> gate = T.Load(x, at), grad = T.Load(g, row * inner + i);
                var s = Sigmoid(gate);
                T.Store(forX, at, grad * T.Load(x, upAt) * s * (Vector512<float>.One + gate * (Vector512<float>.One - s)));
                T.Store(forX, upAt, grad * gate * s);
            }
        }
    }

    private static Vector512<float> Sigmoid(Vector512<float> x) => Vector512<float>.One / (Vector512<float>.One + Vector512.Exp(-x));
}
