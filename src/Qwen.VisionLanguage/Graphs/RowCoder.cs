namespace Qwen.VisionLanguage.Graphs;

/// <summary>Turns rows of one matrix into integers. Safe from several threads.</summary>
/// <param name="source">The matrix.</param>
/// <param name="bits">4 or 8.</param>
/// <param name="block">Numbers that share a scale.</param>
internal sealed class RowCoder(MatrixSource source, int bits, int block)
{
    /// <summary>Codes that are taken as they are; null where numbers are rounded.</summary>
    public KeptCodes? Kept { get; init; }

    /// <summary>How much the square of an error counts, input by input; empty where all count alike.</summary>
    public float[] Importance { get; init; } = [];

    /// <summary>From calibration; null without.</summary>
    public ErrorFeedback? Feedback { get; init; }

    public int Bits => bits;

    public int Block => block;

    /// <summary>Room for one row, and for what is computed on the way.</summary>
    public (QuantizedRow Row, float[] Values) CreateRow()
    {
        var columns = (source.PaddedColumns + block - 1) / block * block;
        return (new QuantizedRow(columns, block), new float[columns]);
    }

    /// <summary>Encodes a row of the padded matrix.</summary>
    /// <param name="row">Which.</param>
    /// <param name="room">From <see cref="CreateRow"/>.</param>
    public void Encode(int row, (QuantizedRow Row, float[] Values) room)
    {
        if (Kept is not null && row < source.Rows)
        {
            Kept.Read(source.FirstRow + row, room.Row);
            return;
        }

        source.ReadRow(row, room.Values);
        room.Values.AsSpan(source.PaddedColumns).Clear();
        RowQuantizer.Quantize(room.Values, bits, Importance, Feedback, room.Row);
    }
}
