namespace Qwen.VisionLanguage.Graphs;

/// <summary>One row of a matrix as integers: a number is (code − zero point) · scale. Its arrays are used again for the next row.</summary>
/// <param name="columns">Numbers of the row, whole blocks.</param>
/// <param name="block">Numbers that share a scale and a zero point.</param>
internal sealed class QuantizedRow(int columns, int block)
{
    public int Block => block;

    /// <summary>0 to 15, or 0 to 255. // [columns]</summary>
    public byte[] Codes { get; } = new byte[columns];

    /// <summary>// [columns / block]</summary>
    public float[] Scales { get; } = new float[columns / block];

    /// <summary>What stands for 0, within the range of the codes. // [columns / block]</summary>
    public byte[] Zeros { get; } = new byte[columns / block];
}
