using System.Buffers;
using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints.Adapters;

/// <summary>The two factors of what an adapter adds to a matrix `[out, in]`: scale · B · A.</summary>
/// <param name="Down">A: `[rank, in]`.</param>
/// <param name="Up">B: `[out, rank]`.</param>
/// <param name="Scale">What the product is multiplied with.</param>
/// <param name="IsEmbedding">Whether the matrix is a table of rows, whose factors are stored the other way round: A `[rank, rows]`, B
/// `[width, rank]`.</param>
internal sealed record LoraPair(StoredPart Down, StoredPart Up, double Scale, bool IsEmbedding)
{
    // A as numbers: small, wanted for every row, and read anew when memory was needed elsewhere
    private readonly WeakReference<double[]> inner = new([]);

    public int Rank => (int)Down.Shape[0];

    /// <summary>Whether the factors are those of a matrix of this size.</summary>
    public bool Fits(long rows, long columns)
    {
        if (IsEmbedding)
            (rows, columns) = (columns, rows);
        return Down.IsFloat && Up.IsFloat && Down.Shape.Count >= 2 && Up.Shape.Count >= 2 && Up.Shape[1] == Rank && Up.Shape[0] == rows
            && Up.Count == rows * Rank && Down.Count == columns * Rank;
    }

    /// <summary>Adds the product's part of a row. // [destination.Length]</summary>
    public void AddTo(long row, long column, long columns, Span<float> destination)
    {
        if (IsEmbedding)
        {
            AddToTable(row, column, destination);
            return;
        }

        var down = Inner();
        var up = UpRow(row);

        // in double, so that the sum is rounded once
        var sum = ArrayPool<double>.Shared.Rent(destination.Length);
        var part = sum.AsSpan(0, destination.Length);
        TensorPrimitives.ConvertChecked<float, double>(destination, part);
        for (var k = 0; k < Rank; k++)
            TensorPrimitives.MultiplyAdd(down.AsSpan((int)(k * columns + column), part.Length), Scale * up[k], part, part);
        TensorPrimitives.ConvertTruncating<double, float>(part, destination);
        ArrayPool<double>.Shared.Return(sum);
    }

    // row n of the table: sum over k of A[k, n] · B[column, k]
    private void AddToTable(long row, long column, Span<float> destination)
    {
        var up = Inner(); // here B, of which every row is wanted
        var rows = Down.Shape[1];
        var down = new double[Rank];
        for (var k = 0; k < Rank; k++)
            down[k] = Scale * Down.Float(k * rows + row);
        for (var i = 0; i < destination.Length; i++)
            destination[i] = (float)(destination[i] + TensorPrimitives.Dot(down, up.AsSpan((int)(column + i) * Rank, Rank)));
    }

    private float[] UpRow(long row)
    {
        var up = new float[Rank];
        Up.Floats(row * Rank, up);
        return up;
    }

    private double[] Inner()
    {
        if (inner.TryGetTarget(out var numbers) && numbers.Length > 0)
            return numbers;
        var part = IsEmbedding ? Up : Down;
        var stored = new float[part.Count];
        part.Floats(0, stored);
        numbers = Array.ConvertAll(stored, number => (double)number);
        inner.SetTarget(numbers);
        return numbers;
    }
}
