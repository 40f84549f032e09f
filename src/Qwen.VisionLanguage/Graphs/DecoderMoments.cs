namespace Qwen.VisionLanguage.Graphs;

/// <summary>Second moments of what goes into the decoder's matrices, by the names of the matrices; filled by running the model.</summary>
internal sealed class DecoderMoments
{
    private readonly Dictionary<string, InputMoments> moments = new(StringComparer.Ordinal);

    /// <summary>Matrices that were seen.</summary>
    public IEnumerable<string> Names => moments.Keys;

    /// <summary>Moments of a matrix's inputs; null where it was not seen.</summary>
    /// <param name="matrix">Its name, without ".weight".</param>
    public InputMoments? Find(string matrix) => moments.GetValueOrDefault(matrix);

    /// <summary>Takes rows in that go into some matrices.</summary>
    /// <param name="matrices">Their names.</param>
    /// <param name="x">The rows. // [rows, inputs]</param>
    /// <param name="inputs">Numbers of a row.</param>
    /// <param name="weight">For how many rows each counts.</param>
    public void Add(IReadOnlyList<string> matrices, ReadOnlySpan<float> x, int inputs, float weight)
    {
        if (!moments.TryGetValue(matrices[0], out var seen))
            seen = new InputMoments(inputs);
        foreach (var name in matrices)
            moments.TryAdd(name, seen);
        seen.Add(x, weight);
    }

    /// <summary>Takes moments from a file.</summary>
    public void Add(string matrix, InputMoments seen) => moments.Add(matrix, seen);
}
