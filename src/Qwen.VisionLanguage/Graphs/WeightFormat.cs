namespace Qwen.VisionLanguage.Graphs;

/// <summary>How the matrices of a graph are stored: floats, or integers in blocks along the input dimension with one scale each.</summary>
/// <param name="Bits">4 or 8 for blocks, 0 for floats of the graph's activation type.</param>
/// <param name="PreferredBlock">Numbers that share a scale, where the matrix allows it.</param>
internal readonly record struct WeightFormat(int Bits, int PreferredBlock)
{
    /// <summary>Below this a block's scale costs more than its numbers; the kernels ask for at least it.</summary>
    private const int SmallestBlock = 16;

    public static WeightFormat Float { get; } = new(0, 0);

    public static WeightFormat Int8 { get; } = new(8, 128);

    public static WeightFormat Int4 { get; } = new(4, 32);

    /// <summary>
    /// The largest power of two up to the preferred block that divides the input width; 0 when the matrix has to stay float.
    /// </summary>
    /// <remarks>
    /// DirectML reads the zero points of 8-bit blocks wrongly where a row has an odd number of them, so there is always an even one.
    /// </remarks>
    public int BlockFor(int columns)
    {
        if (Bits == 0)
            return 0;
        for (var block = PreferredBlock; block >= SmallestBlock; block /= 2)
        {
            if (columns % (Bits == 8 ? 2 * block : block) == 0)
                return block;
        }

        return 0;
    }

    /// <summary>
    /// Width to which an inner dimension is padded with zeros so that it can be stored in blocks. 3420 of the published
    /// 3B and 7B vision encoders is the case that needs it.
    /// </summary>
    public int PadInner(int columns)
        => Bits == 0 || BlockFor(columns) >= 32 ? columns : (columns + PreferredBlock - 1) / PreferredBlock * PreferredBlock;
}
