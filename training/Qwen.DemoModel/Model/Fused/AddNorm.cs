using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model.Fused;

/// <summary>
/// What a block adds to the residual stream and the RMS norm after it, in one pass over memory: x' = x + o, h = x' / √(mean(x'²) + ε) · w.
/// Written out by hand because torch would read and write the rows ten times.
/// </summary>
internal sealed unsafe class AddNorm : autograd.MultiTensorFunction<AddNorm>
{
    /// <inheritdoc/>
    public override string Name => "add_norm";

    /// <summary>Runs it.</summary>
    /// <param name="x">Residual stream, fp32. // [rows, d]</param>
    /// <param name="o">What is added, bf16 or fp32; null for nothing. // [rows, d]</param>
    /// <param name="w">Weight of the norm. // [d]</param>
    /// <param name="epsilon">ε.</param>
    /// <returns>x' in fp32, and h in bf16 or fp32 as the products want it. // [rows, d] each</returns>
    public static (Tensor X, Tensor H) Run(Tensor x, Tensor? o, Tensor w, double epsilon)
    {
        if (w.shape[0] % Memory.Lanes != 0)
            throw new ArgumentException($"The kernels take widths that are multiples of {Memory.Lanes}, not {w.shape[0]}.");
        var results = o is null ? apply(x, w, epsilon) : apply(x, w, epsilon, o);
        return o is null ? (x, results[0]) : (results[0], results[1]);
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor x = ((Tensor)vars[0]).contiguous(), w = (Tensor)vars[1];
        var o = vars.Length > 3 ? ((Tensor)vars[3]).contiguous() : null;
        long rows = x.shape[0], d = x.shape[1];
        var sum = o is null ? x : empty(rows, d);
        var inverse = empty(rows);
        var h = empty(rows, d, dtype: Layers.HalfProducts ? ScalarType.BFloat16 : ScalarType.Float32);
        void* added = o is null ? null : Memory.Of(o);
        if (o is not null && Memory.IsHalf(o))
            Add<Halves>(Memory.Of(x), added, Memory.Of(sum), rows * d);
        else if (o is not null)
            Add<Singles>(Memory.Of(x), added, Memory.Of(sum), rows * d);
        if (Layers.HalfProducts)
            Norm<Halves>(Memory.Of(sum), Memory.Of(w), Memory.Of(inverse), Memory.Of(h), rows, d, (float)(double)vars[2]);
        else
            Norm<Singles>(Memory.Of(sum), Memory.Of(w), Memory.Of(inverse), Memory.Of(h), rows, d, (float)(double)vars[2]);
        ctx.save_for_backward([sum.detach(), w, inverse]); // the output itself would hold its own node
        ctx.save_data("half", o is not null && Memory.IsHalf(o));
        return o is null ? [h] : [sum, h];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var saved = ctx.get_saved_variables();
        var (x, w, inverse) = (saved[0], saved[1], saved[2]);
        var hasAdded = grad_outputs.Count > 1;
        using var h = grad_outputs[^1].contiguous();
        using var outer = hasAdded ? grad_outputs[0].contiguous() : null;
        long rows = x.shape[0], d = x.shape[1];
        var (forX, forW) = (empty(rows, d), zeros(d));
        var forO = hasAdded && (bool)ctx.get_data("half") ? empty(rows, d, dtype: ScalarType.BFloat16) : null;
        void* carried = outer is null ? null : Memory.Of(outer);
        void* half = forO is null ? null : Memory.Of(forO);
        if (Memory.IsHalf(h))
            Back<Halves>(
                Memory.Of(x), Memory.Of(w), Memory.Of(inverse), Memory.Of(h), carried, Memory.Of(forX), half, Memory.Of(forW), rows, d);
        else
            Back<Singles>(
                Memory.Of(x), Memory.Of(w), Memory.Of(inverse), Memory.Of(h), carried, Memory.Of(forX), half, Memory.Of(forW), rows, d);
        saved.ForEach(tensor => tensor.Dispose());
        grad_outputs.ForEach(tensor => tensor.Dispose());
        return hasAdded ? Memory.HandOver(forX, forW, null!, forO ?? forX.alias()) : Memory.HandOver(forX, forW, null!);
    }

    private static void Add<T>(void* x, void* o, void* sum, long count)
        where T : struct, IElements
    {
        for (long i = 0; i < count; i += Memory.Lanes)
            Singles.Store(sum, i, Singles.Load(x, i) + T.Load(o, i));
    }

    private static void Norm<T>(void* x, void* w, void* inverse, void* h, long rows, long d, float epsilon)
        where T : struct, IElements
    {
        for (long row = 0; row < rows; row++)
        {
            var squares = Vector512<float>.Zero;
            for (long i = row * d; i < (row + 1) * d; i += Memory.Lanes)
            {
                var a = Singles.Load(x, i);
                squares = Vector512.FusedMultiplyAdd(a, a, squares);
            }

            var r = 1 / MathF.Sqrt(Vector512.Sum(squares) / d + epsilon);
            ((float*)inverse)[row] = r;
            for (long i = 0; i < d; i += Memory.Lanes)
                T.Store(h, row * d + i, Singles.Load(x, row * d + i) * r * Singles.Load(w, i));
        }
    }

    // with n = x · r: dw += g · n; dx = dx' + r · (g · w − n · mean(g · w · n))
    private static void Back<T>(
        void* x, void* w, void* inverse, void* g, void* outer, void* forX, void* forO, void* forW, long rows, long d)
        where T : struct, IElements
    {
        for (long row = 0; row < rows; row++)
        {
            var r = ((float*)inverse)[row];
            var first = row * d;
            var dot = Vector512<float>.Zero;
            for (long i = 0; i < d; i += Memory.Lanes)
            {
                var gn = T.Load(g, first + i) * Singles.Load(x, first + i) * r;
                dot = Vector512.FusedMultiplyAdd(gn, Singles.Load(w, i), dot);
                Singles.Store(forW, i, Singles.Load(forW, i) + gn);
            }

            var mean = Vector512.Sum(dot) / d * r;
            for (long i = 0; i < d; i += Memory.Lanes)
            {
                var dx = (T.Load(g, first + i) * Singles.Load(w, i) - Singles.Load(x, first + i) * mean) * r;
                if (outer is not null)
                    dx += Singles.Load(outer, first + i);
                Singles.Store(forX, first + i, dx);
                if (forO is not null)
                    Halves.Store(forO, first + i, dx);
            }
        }
    }
}
