using System.Numerics.Tensors;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>The framework's vector functions that lie between matrix products.</summary>
internal static class VectorMath
{
    /// <summary>
    /// Has them compiled, which happens when the program runs because only then is known how wide vectors are: beside the loading of a
    /// model, on a processor that would wait, instead of in the first answer.
    /// </summary>
    public static void Prepare()
    {
        const int Numbers = 256; // more than the widest vectors take at once
        Span<float> x = new float[Numbers], y = new float[Numbers];
        RowMath.RmsNorm(x, y, 1, y);
        RowMath.SwiGlu(x);
        RowMath.Gelu(x);
        RowMath.Rotate(x, y, y);
        TensorPrimitives.Add(x, y, x);
        TensorPrimitives.Subtract(x, TensorPrimitives.Max<float>(x), x);
        TensorPrimitives.Divide(x, 1 + TensorPrimitives.Sum<float>(x), x);
        HalfNumbers.Convert(x, new Half[Numbers]);
    }
}
