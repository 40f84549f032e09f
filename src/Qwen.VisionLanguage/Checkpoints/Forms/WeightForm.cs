namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>A matrix `[out, in]` that is not stored as plain numbers, computed piece of a row by piece of a row.</summary>
/// <remarks>Reading is safe from several threads; nothing of the matrix is kept.</remarks>
internal abstract class WeightForm
{
    /// <summary>The stored tensors that it is computed from; a sample of each goes into the fingerprint.</summary>
    public abstract IEnumerable<StoredPart> Parts { get; }

    /// <summary>Computes numbers of a row from a column on. // [destination.Length]</summary>
    public abstract void Read(long row, long column, Span<float> destination);

    /// <summary>What is wrong with scales and indices; null where nothing is. Reads them all, and none of the weights.</summary>
    public abstract string? FindFault();

    /// <summary>The first scale that no quantiser writes: zero, infinite, or no number.</summary>
    protected static string? FindBadScale(StoredPart scales, string name, bool zeroIsBad = true)
    {
        var buffer = new float[4096];
        for (long done = 0, count = scales.Count; done < count; done += buffer.Length)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, count - done));
            scales.Floats(done, piece);
            foreach (var scale in piece)
            {
                if (!float.IsFinite(scale) || (zeroIsBad && scale == 0))
                    return $"{name} holds {(scale == 0 ? "a scale of zero" : "a scale that is not a finite number")}";
            }
        }

        return null;
    }
}
