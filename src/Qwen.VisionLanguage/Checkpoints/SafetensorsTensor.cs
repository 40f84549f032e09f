namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>A tensor to be written: what it is called and where its numbers come from.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Type">Number format in the file.</param>
/// <param name="Shape">Lengths of the axes, outermost first.</param>
/// <param name="Fill">
/// Asked for the numbers piece by piece, in order: gets the index of the first number and the span to fill. Numbers are rounded to
/// the nearest value of <paramref name="Type"/>, ties to even.
/// </param>
internal sealed record SafetensorsTensor(string Name, TensorType Type, IReadOnlyList<long> Shape, Action<long, Span<float>> Fill)
{
    /// <summary>A tensor whose numbers lie in memory; they are read when the file is written.</summary>
    public static SafetensorsTensor FromMemory(string name, TensorType type, IReadOnlyList<long> shape, ReadOnlyMemory<float> values)
        => new(name, type, shape, (offset, piece) => values.Span.Slice((int)offset, piece.Length).CopyTo(piece));

    /// <summary>Numbers in the tensor.</summary>
    internal long ElementCount => Shape.Aggregate(1L, (product, length) => checked(product * length));
}
