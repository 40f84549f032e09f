using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model.Fused;

/// <summary>
/// Turns the pairs (x[j], x[j + half]) of the first heads of every row by the row's angles; what follows (the values) stays. The
/// result is fp32 whatever comes in: attention's many small products are slow in bf16.
/// // [rows, heads · headDim + rest]
/// </summary>
internal sealed unsafe class Turn : autograd.SingleTensorFunction<Turn>
{
    /// <inheritdoc/>
    public override string Name => "turn";

    /// <summary>Runs it.</summary>
    /// <param name="x">Queries, keys and values of every row.</param>
    /// <param name="cos">// [rows, headDim / 2]</param>
    /// <param name="sin">// [rows, headDim / 2]</param>
    /// <param name="heads">Heads that turn.</param>
    public static Tensor Run(Tensor x, Tensor cos, Tensor sin, int heads) => apply(x, cos, sin, heads);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor x = ((Tensor)vars[0]).contiguous(), cos = (Tensor)vars[1], sin = (Tensor)vars[2];
        ctx.save_for_backward([cos, sin]);
        ctx.save_data("heads", vars[3]);
        ctx.save_data("type", x.dtype);
        return Turned(x, cos, sin, (int)vars[3], 1, ScalarType.Float32);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        using var g = grad_output.contiguous();
        var back = Turned(g, saved[0], saved[1], (int)ctx.get_data("heads"), -1, (ScalarType)ctx.get_data("type"));
        saved.ForEach(tensor => tensor.Dispose());
        grad_output.Dispose();
        return Memory.HandOver(back, null!, null!, null!);
    }

    private static Tensor Turned(Tensor x, Tensor cos, Tensor sin, int heads, float direction, ScalarType type)
    {
        var y = empty(x.shape, dtype: type);
        Action<nint, nint, nint, nint> run = (Memory.IsHalf(x), Memory.IsHalf(y)) switch
        {
            (true, _) => Run<Halves, Singles>,
            (_, true) => Run<Singles, Halves>,
            _ => Run<Singles, Singles>,
        };
        run((nint)Memory.Of(x), (nint)Memory.Of(cos), (nint)Memory.Of(sin), (nint)Memory.Of(y));
        return y;

        void Run<TFrom, TTo>(nint from, nint cosines, nint sines, nint to)
            where TFrom : struct, IElements
            where TTo : struct, IElements
            => Rows<TFrom, TTo>(
                (void*)from, (void*)cosines, (void*)sines, (void*)to, x.shape[0], x.shape[1], cos.shape[1], heads, direction);
    }

    private static void Rows<TFrom, TTo>(
        void* x, void* cos, void* sin, void* y, long rows, long width, long half, int heads, float direction)
        where TFrom : struct, IElements
        where TTo : struct, IElements
    {
        for (long row = 0; row < rows; row++)
        {
            for (var head = 0; head < heads; head++)
            {
                for (long j = 0; j < half; j += Memory.Lanes)
                {
                    var at = row * width + head * 2 * half + j;
                    Vector512<float> a = TFrom.Load(x, at), b = TFrom.Load(
                        x, at + half), c = Singles.Load(cos, row * half + j), s = Singles.Load(sin, row * half + j) * direction;
                    TTo.Store(y, at, a * c - b * s);
                    TTo.Store(y, at + half, b * c + a * s);
                }
            }

            for (var i = heads * 2 * half; i < width; i += Memory.Lanes)
                TTo.Store(y, row * width + i, TFrom.Load(x, row * width + i));
        }
    }
}
