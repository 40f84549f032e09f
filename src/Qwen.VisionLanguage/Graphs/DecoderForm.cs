namespace Qwen.VisionLanguage.Graphs;

/// <summary>How the decoder attends; which one runs is the device's choice.</summary>
internal enum DecoderForm
{
    /// <summary>GroupQueryAttention with keys and values written in place into one buffer of fixed length.</summary>
    InPlace,

    /// <summary>
    /// Concat, MatMul and Softmax, with keys and values that grow by concatenation. For DirectML, whose
    /// GroupQueryAttention takes every call of several tokens for the start of a sequence.
    /// </summary>
    Growing,
}
