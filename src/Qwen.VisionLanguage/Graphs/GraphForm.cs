namespace Qwen.VisionLanguage.Graphs;

/// <summary>Which graphs a device runs: the form that a checkpoint is converted into.</summary>
/// <param name="Precision">How weights are stored; never <see cref="QwenPrecision.Auto"/>.</param>
/// <param name="Half">Whether activations are fp16.</param>
/// <param name="Decoder">How the decoder attends.</param>
/// <param name="ExplicitVisionAttention">Full attention of the encoder from plain operators.</param>
internal sealed record GraphForm(QwenPrecision Precision, bool Half, DecoderForm Decoder, bool ExplicitVisionAttention)
{
    /// <summary>Parameters from which on 4 bit is the sensible size.</summary>
    private const long LargeModel = 1_500_000_000;

    private string Activation => Half ? "f16" : "f32";

    public string VisionFile => $"vision.{Activation}{(ExplicitVisionAttention ? ".explicit" : "")}.onnx";

    public string DecoderFile => $"decoder.{Activation}{(Decoder == DecoderForm.Growing ? ".growing" : "")}.onnx";

    /// <summary>Name of the folder for a precision.</summary>
    public string FolderName => Precision switch
    {
        QwenPrecision.Float32 => "fp32",
        QwenPrecision.Int8 => "int8",
        QwenPrecision.Int4 => "int4",
        QwenPrecision.Int4Plus => "int4+",
        _ => throw new InvalidOperationException("The precision is not resolved."),
    };

    /// <summary>Whether weights are integers.</summary>
    public bool IsInteger => Precision != QwenPrecision.Float32;

    /// <summary>Name of the data file of a graph ("vision" or "decoder").</summary>
    public string DataFileName(string graph, DataFile file) =>
        file == DataFile.Blocks ? $"{graph}.blocks.bin" : $"{graph}.{Activation}.bin";

    /// <summary>The precision that <see cref="QwenPrecision.Auto"/> stands for.</summary>
    public static QwenPrecision Resolve(QwenPrecision precision, long parameters)
        => precision != QwenPrecision.Auto ? precision : parameters >= LargeModel ? QwenPrecision.Int4 : QwenPrecision.Int8;
}
