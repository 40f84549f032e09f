namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Number format of a stored weight.</summary>
internal enum TensorType
{
    /// <summary>bfloat16: the upper half of an IEEE single (<c>BF16</c>).</summary>
    BFloat16,

    /// <summary>IEEE half precision (<c>F16</c>).</summary>
    Float16,

    /// <summary>IEEE single precision (<c>F32</c>).</summary>
    Float32,
}
