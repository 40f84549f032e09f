using System.Numerics.Tensors;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>Second moments of what goes into a matrix, Σ x·xᵀ over tokens, for windows of neighbouring inputs.</summary>
/// <param name="inputs">Columns of the matrix.</param>
internal sealed class InputMoments(int inputs)
{
    /// <summary>Inputs of a window.</summary>
    public const int WindowInputs = 256;

    private readonly float[] sums = new float[Length(inputs)]; // windows one after the other, [size, size] each

    public int Inputs => inputs;

    public int Windows => (inputs + WindowInputs - 1) / WindowInputs;

    /// <summary>All sums, for keeping them in a file.</summary>
    public Span<float> Sums => sums;

    /// <summary>How many numbers moments of so many inputs have.</summary>
    public static int Length(int inputs)
    {
        var (whole, rest) = Math.DivRem(inputs, WindowInputs);
        return checked(whole * WindowInputs * WindowInputs + rest * rest);
    }

    /// <summary>Inputs of a window: fewer in the last one.</summary>
    public int Size(int window) => Math.Min(WindowInputs, inputs - window * WindowInputs);

    /// <summary>Moments of a window. // [size, size]</summary>
    public ReadOnlySpan<float> Matrix(int window) => MatrixOf(window);

    /// <summary>Takes rows in.</summary>
    /// <param name="x">The rows. // [rows, inputs]</param>
    /// <param name="weight">For how many rows each counts.</param>
    public unsafe void Add(ReadOnlySpan<float> x, float weight = 1)
    {
        var rows = x.Length / inputs;
        fixed (float* pinned = x)
        {
            var from = pinned;
            Parallel.For(0, Windows, window =>
            {
                var size = Size(window);
                var matrix = MatrixOf(window);
                for (var row = 0; row < rows; row++)
                {
                    var part = new ReadOnlySpan<float>(from + (long)row * inputs + window * WindowInputs, size);
                    for (var i = 0; i < size; i++)
                        TensorPrimitives.MultiplyAdd(
                            part, weight * part[i], matrix.Slice(i * size, size), matrix.Slice(i * size, size));
                }
            });
        }
    }

    private Span<float> MatrixOf(int window)
        => sums.AsSpan(window * WindowInputs * WindowInputs, Size(window) * Size(window));
}
