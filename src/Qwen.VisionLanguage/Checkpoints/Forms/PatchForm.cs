namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>The first matrix of the encoder as other frameworks lay it out: colour channels last, or as one flat matrix.</summary>
internal sealed class PatchForm : WeightForm
{
    private readonly StoredPart stored;
    private readonly int columns;
    private readonly int channels;

    private PatchForm(StoredPart stored, int columns, int channels)
    {
        this.stored = stored;
        this.columns = columns;
        this.channels = channels;
    }

    public override IEnumerable<StoredPart> Parts => [stored];

    /// <summary>The form of a stored tensor; null where it has the published layout, or one that is not known.</summary>
    /// <param name="stored">The tensor. // [out, T, P, P, C] or [out, C · T · P · P]</param>
    /// <param name="shape">What it stands for. // [out, C, T, P, P]</param>
    public static PatchForm? TryCreate(StoredPart stored, long[] shape)
    {
        var columns = (int)(shape[1] * shape[2] * shape[3] * shape[4]);
        if (stored.HasShape(shape))
            return null;
        if (stored.HasShape(shape[0], shape[2], shape[3], shape[4], shape[1]))
            return new PatchForm(stored, columns, (int)shape[1]);
        return stored.HasShape(shape[0], columns) ? new PatchForm(stored, columns, 1) : null;
    }

    public override void Read(long row, long column, Span<float> destination)
    {
        // one channel: the layouts are the same
        Span<float> whole = new float[columns];
        stored.Floats(row * columns, whole);
        var places = columns / channels;
        for (var i = 0; i < destination.Length; i++)
        {
            var (channel, place) = Math.DivRem((int)column + i, places);
            destination[i] = whole[place * channels + channel];
        }
    }

    public override string? FindFault() => null;
}
