using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>
/// A matrix or a vector of a packed file: where it lies, and which rows of the checkpoint it is made of, one below the other.
/// </summary>
/// <param name="Names">Names of its parts, matrices and norms without ".weight".</param>
/// <param name="Sources">Parts of the checkpoint, all with the same number of columns (1 for a vector).</param>
/// <param name="Form">How a matrix is stored; null for a vector, whose floats follow each other.</param>
/// <param name="Outputs">Rows of all parts.</param>
/// <param name="Inputs">Columns.</param>
/// <param name="Offset">First byte in the file, a multiple of 64.</param>
internal sealed record PackedEntry(
    IReadOnlyList<string> Names, IReadOnlyList<MatrixSource> Sources, WeightForm? Form, int Outputs, int Inputs, long Offset)
{
    /// <summary>Which input stands where; null where they stand in their own places. // [inputs]</summary>
    public int[]? Order { get; init; }

    /// <summary>Bytes in the file.</summary>
    public long ByteLength => Form is { } form ? MatrixPacker.PackedBytes(form, Outputs, Inputs) : (long)Outputs * sizeof(float);

    /// <summary>The part that a row comes from, and its place there.</summary>
    public (int Part, int Row) Locate(int row)
    {
        var part = 0;
        while (row >= Sources[part].PaddedRows)
            row -= Sources[part++].PaddedRows;
        return (part, row);
    }
}
