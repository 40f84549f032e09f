namespace Qwen.VisionLanguage.Graphs;

/// <summary>Second moments of what goes into the decoder's matrices, by the names of the matrices; filled by running the model.</summary>
internal sealed class DecoderMoments
{
    private readonly Dictionary<string, InputMoments> moments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<InputMoments>> stored = new(StringComparer.Ordinal);
    private readonly Lock reading = new();
    private (Func<InputMoments>? Source, InputMoments? Moments) last;

    /// <summary>Matrices that were seen while this ran; those of a file are not among them.</summary>
    public IEnumerable<string> Names => moments.Keys;

    /// <summary>Moments of a matrix's inputs; null where it was not seen. Of a file, those asked for last are kept, no others.</summary>
    /// <param name="matrix">Its name, without ".weight".</param>
    public InputMoments? Find(string matrix)
    {
        if (moments.TryGetValue(matrix, out var seen))
            return seen;
        if (!stored.TryGetValue(matrix, out var source))
            return null;
        lock (reading)
        {
            if (last.Source != source)
                last = (source, source());
            return last.Moments;
        }
    }

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

    /// <summary>Takes moments that lie in a file.</summary>
    /// <param name="matrix">Name of the matrix.</param>
    /// <param name="read">Reads them; the same object for matrices that share them.</param>
    public void Add(string matrix, Func<InputMoments> read) => stored.Add(matrix, read);
}
