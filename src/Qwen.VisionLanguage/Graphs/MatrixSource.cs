using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>Rows of a checkpoint matrix `[out, in]`, padded with zeros to the size the graph wants.</summary>
/// <param name="Tensor">The checkpoint's tensor; more than two dimensions are read as `[first, rest]`.</param>
/// <param name="FirstRow">First row taken (the fused q/k/v matrix is taken in thirds).</param>
/// <param name="Rows">Rows taken.</param>
/// <param name="PaddedRows">Rows of the result; those beyond <paramref name="Rows"/> are zero.</param>
/// <param name="PaddedColumns">Columns of the result; those beyond the tensor's are zero.</param>
internal sealed record MatrixSource(CheckpointTensor Tensor, int FirstRow, int Rows, int PaddedRows, int PaddedColumns)
{
    /// <summary>Columns of the tensor itself.</summary>
    public int Columns => (int)(Tensor.ElementCount / Tensor.Shape[0]);

    /// <summary>A whole tensor, not padded.</summary>
    public static MatrixSource Whole(CheckpointTensor tensor)
    {
        var rows = (int)tensor.Shape[0];
        return new MatrixSource(tensor, 0, rows, rows, (int)(tensor.ElementCount / rows));
    }

    /// <summary>Reads one row of the padded matrix. // [PaddedColumns]</summary>
    public void ReadRow(int row, Span<float> destination) => ReadPart(row, 0, destination[..PaddedColumns]);

    /// <summary>Reads part of a row of the padded matrix, from <paramref name="firstColumn"/> on.</summary>
    public void ReadPart(int row, int firstColumn, Span<float> destination)
    {
        var real = row < Rows ? Math.Clamp(Columns - firstColumn, 0, destination.Length) : 0;
        if (real > 0)
            Tensor.ReadFloats(((long)FirstRow + row) * Columns + firstColumn, destination[..real]);
        destination[real..].Clear();
    }
}
