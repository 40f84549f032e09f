namespace Qwen.VisionLanguage.Positions;

/// <summary>In which precision rotary frequencies are held before they multiply positions.</summary>
internal enum FrequencyPrecision
{
    /// <summary>fp32, as the published model was trained and is run.</summary>
    Single,

    /// <summary>
    /// Rounded to bf16 first. A reference model that was cast to bf16 as a whole and back holds its frequencies like this; it
    /// is only for comparing with such a reference: at position 1000 the fast angles are already off by more than a radian.
    /// </summary>
    BFloat16,
}
