namespace Qwen.VisionLanguage;

/// <summary>How weights are stored in the converted form of a checkpoint.</summary>
public enum QwenPrecision
{
    /// <summary>The sensible form for the checkpoint's size: 8 bit for small ones, 4 bit from about 1.5 billion parameters on.</summary>
    Auto,

    /// <summary>32-bit floats: the reference.</summary>
    Float32,

    /// <summary>8-bit weights, blocks of 128.</summary>
    Int8,

    /// <summary>4-bit decoder weights in blocks of 32, 8-bit encoder weights in blocks of 128.</summary>
    Int4,

    /// <summary>
    /// As <see cref="Int4"/>, but what answers depend on most in 8 bit: the head, the values of attention, and the down projections of the
    /// first and the last layer. Up to 15 % larger.
    /// </summary>
    Int4Plus,
}
