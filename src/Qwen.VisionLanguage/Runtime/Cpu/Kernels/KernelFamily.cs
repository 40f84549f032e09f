namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// The matrix products of one kind of processor. Every family gives the same bits, for every number of rows and whatever the other
/// rows hold; only the bits of a NaN are not promised.
/// </summary>
/// <remarks>
/// Integer forms: per block of inputs the exact integer sum s, then sum = fma(s, weight scale · row scale, sum), blocks in order.
/// Floats: sum = fma(w, x, sum), inputs in order, weights of 16 bits read exactly. Both start at zero; neither flushes denormals.
/// </remarks>
internal abstract unsafe class KernelFamily(string name, string reason)
{
    /// <summary>Rows of the highest tile.</summary>
    public const int TileRows = 12;

    /// <summary>What <see cref="Choose"/> takes: "portable", …</summary>
    public string Name { get; } = name;

    /// <summary>Why this family was chosen, for a person.</summary>
    public string Reason { get; } = reason;

    /// <summary>The fastest family that processor and system allow, or the one asked for.</summary>
    /// <param name="forced">A family's name; null for what the environment variable QWENVL_KERNELS says, or else the fastest.</param>
    /// <exception cref="QwenException">There is no such family, or it does not run here; the message names those that do.</exception>
    public static KernelFamily Choose(string? forced = null) => KernelFamilies.Choose(forced);

    /// <summary>y = x·wᵀ.</summary>
    /// <param name="w">`[outputs, inputs]`.</param>
    /// <param name="x">`[rows, inputs]`.</param>
    /// <param name="rows">From 0 up.</param>
    /// <param name="y">`[rows, outputs]`; must not overlap <paramref name="x"/>.</param>
    /// <param name="pool">Who computes.</param>
    /// <param name="scratch">Working memory, not used by another product meanwhile.</param>
    public void Multiply(in PackedMatrix w, ReadOnlySpan<float> x, int rows, Span<float> y, WorkerPool pool, Scratch scratch)
        => Multiply(w, x, w.Inputs, rows, y, default, pool, scratch);

    /// <summary>y = x·wᵀ, where something may lie between the rows of x.</summary>
    /// <param name="w">`[outputs, inputs]`.</param>
    /// <param name="x">From the first row to the end of the last.</param>
    /// <param name="xStride">Floats from one row of x to the next.</param>
    /// <param name="rows">From 0 up.</param>
    /// <param name="y">`[rows, outputs]`; must not overlap <paramref name="x"/>.</param>
    /// <param name="ends">What else happens to the rows.</param>
    /// <param name="pool">Who computes.</param>
    /// <param name="scratch">Working memory, not used by another product meanwhile.</param>
    public void Multiply(
        in PackedMatrix w, ReadOnlySpan<float> x, int xStride, int rows, Span<float> y, in ProductEnds ends, WorkerPool pool,
        Scratch scratch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(scratch);
        if (w.Data == null)
            throw new ArgumentException("The matrix is empty.", nameof(w));
        ArgumentOutOfRangeException.ThrowIfLessThan(xStride, w.Inputs);
        if (rows > 0 && x.Length < (rows - 1L) * xStride + w.Inputs)
            throw new ArgumentException($"{x.Length} numbers are fewer than {rows} rows of {w.Inputs}.", nameof(x));
        if (y.Length < (long)rows * w.Outputs)
            throw new ArgumentException($"{y.Length} numbers are fewer than {rows} rows of {w.Outputs}.", nameof(y));
        if (rows == 0)
            return;
        fixed (float* from = x, to = y)
            scratch.Product.Run(this, w, from, xStride, rows, to, ends, pool, scratch);
    }

    /// <summary>16 outputs of up to 12 rows.</summary>
    /// <param name="form">Of the weights.</param>
    /// <param name="rows">1 to 12.</param>
    /// <param name="w">A group of <see cref="MatrixPacker"/>.</param>
    /// <param name="x">A tile of <see cref="RowPacker"/>.</param>
    /// <param name="y">Where the first row goes.</param>
    /// <param name="stride">Floats from one row of y to the next.</param>
    /// <param name="steps">Blocks, or inputs in the float forms.</param>
    internal abstract void Tile(WeightForm form, int rows, byte* w, byte* x, float* y, int stride, int steps);

    /// <summary>16 outputs of up to 12 rows that are not packed, in a float form; the same sums as <see cref="Tile"/>.</summary>
    /// <param name="form">Of the weights: floats.</param>
    /// <param name="rows">1 to 12.</param>
    /// <param name="w">A group of <see cref="MatrixPacker"/>.</param>
    /// <param name="x">The first row.</param>
    /// <param name="xStride">Floats from one row of x to the next.</param>
    /// <param name="y">Where the first row goes.</param>
    /// <param name="yStride">Floats from one row of y to the next.</param>
    /// <param name="inputs">Numbers of a row.</param>
    internal abstract void RowTile(WeightForm form, int rows, byte* w, float* x, int xStride, float* y, int yStride, int inputs);
}
