using System.Buffers;
using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints.Adapters;

/// <summary>The two factors of what an adapter adds to a matrix `[out, in]`: scale · B · A.</summary>
/// <param name="Down">A: `[rank, in]`.</param>
/// <param name="Up">B: `[out, rank]`.</param>
/// <param name="Scale">What the product is multiplied with.</param>
/// <param name="IsEmbedding">Whether the matrix is a table of rows, whose factors are stored the other way round: A `[rank, rows]`, B `[width, rank]`.</param>
internal sealed record LoraPair(StoredPart Down, StoredPart Up, float Scale, bool IsEmbedding)
{
    // A as numbers: small, wanted for every row, and read anew when memory was needed elsewhere
    private readonly WeakReference<float[]> inner = new([]);

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
        Span<float> up = Rank <= 512 ? stackalloc float[Rank] : new float[Rank];
        Up.Floats(row * Rank, up);

        // the product first and its sum with the model's numbers last, so that these are rounded once
        var product = ArrayPool<float>.Shared.Rent(destination.Length);
        var part = product.AsSpan(0, destination.Length);
        part.Clear();
        for (var k = 0; k < Rank; k++)
            TensorPrimitives.MultiplyAdd(down.AsSpan((int)(k * columns + column), part.Length), up[k], part, part);
        TensorPrimitives.MultiplyAdd(part, Scale, destination, destination);
        ArrayPool<float>.Shared.Return(product);
    }

    // row n of the table: sum over k of A[k, n] · B[column, k]
    private void AddToTable(long row, long column, Span<float> destination)
    {
        var up = Inner(); // here B, of which every row is wanted
        var rows = Down.Shape[1];
        Span<float> down = Rank <= 512 ? stackalloc float[Rank] : new float[Rank];
        for (var k = 0; k < Rank; k++)
            down[k] = Down.Float(k * rows + row);
        for (var i = 0; i < destination.Length; i++)
            destination[i] += Scale * TensorPrimitives.Dot(down, up.AsSpan((int)(column + i) * Rank, Rank));
    }

    private float[] Inner()
    {
        if (inner.TryGetTarget(out var numbers) && numbers.Length > 0)
            return numbers;
        var part = IsEmbedding ? Up : Down;
        numbers = new float[part.Count];
        part.Floats(0, numbers);
        inner.SetTarget(numbers);
        return numbers;
    }
}
