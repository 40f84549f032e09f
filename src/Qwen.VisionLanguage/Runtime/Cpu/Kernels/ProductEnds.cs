using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// What happens to rows on their way into a product and out of it, while the caches still hold them: a pass of its own over rows that
/// no cache holds takes as long as memory needs to give and take them.
/// </summary>
internal readonly unsafe struct ProductEnds
{
    /// <summary>Called for every row of the product's input, once, before it is read; null for none.</summary>
    public Action<int>? Prepare { get; init; }

    /// <summary>Added to each row of the result, `[outputs]`; null for none. Outlives the product.</summary>
    public float* Bias { get; init; }

    /// <summary>Whether the result is added to what is there instead of taking its place; the bias after it.</summary>
    public bool Accumulate { get; init; }

    /// <summary>Whether a result goes where it belongs as it is.</summary>
    public bool IsPlain => Bias == null && !Accumulate;

    /// <summary>Asks for what a result will be added to, long before it is there.</summary>
    /// <param name="target">Where the first row goes.</param>
    /// <param name="stride">Floats from there to the next.</param>
    /// <param name="rows">Rows of the tile.</param>
    public void Announce(float* target, int stride, int rows)
    {
        if (!Accumulate || !Sse.IsSupported)
            return;
        for (var row = 0; row < rows; row++)
            Sse.Prefetch0(target + (long)row * stride);
    }

    /// <summary>Takes a tile of 16 columns to its place, with the bias or what is there added.</summary>
    /// <param name="tile">`[rows, 16]`.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="column">Its first column.</param>
    /// <param name="target">Where the first row goes.</param>
    /// <param name="stride">Floats from there to the next.</param>
    public void Finish(float* tile, int rows, int column, float* target, int stride)
    {
        var bias = Vector512.Create(-0f); // which changes no number
        if (Bias != null)
            bias = Vector512.Load(Bias + column);
        for (var row = 0; row < rows; row++, tile += MatrixPacker.Group, target += stride)
        {
            var sum = Vector512.Load(tile);
            if (Accumulate)
                sum = Vector512.Load(target) + sum;
            (sum + bias).Store(target);
        }
    }

    /// <summary>The same where the matrix has fewer columns left than a tile.</summary>
    public void Finish(float* tile, int rows, int column, float* target, int stride, int columns)
    {
        for (var row = 0; row < rows; row++, tile += MatrixPacker.Group, target += stride)
        {
            for (var i = 0; i < columns; i++)
            {
                var sum = Accumulate ? target[i] + tile[i] : tile[i];
                target[i] = Bias == null ? sum : sum + Bias[column + i]; // with 0 added, -0 would become 0
            }
        }
    }
}
