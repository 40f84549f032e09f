namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>The number formats by the names that safetensors files use.</summary>
internal static class TensorTypes
{
    /// <summary>Bytes of one number of any format that a file may hold; null for a name that the format does not know.</summary>
    public static int? ByteSize(string name) => name switch
    {
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 1,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "F32" or "I32" or "U32" => 4,
        "F64" or "I64" or "U64" or "C64" => 8,
        _ => null,
    };

    /// <summary>Bytes of one weight.</summary>
    public static int ByteSize(TensorType type) => type == TensorType.Float32 ? 4 : 2;

    /// <summary>The format of a weight; null for one that weights are not stored in.</summary>
    public static TensorType? FromName(string name) => name switch
    {
        "BF16" => TensorType.BFloat16,
        "F16" => TensorType.Float16,
        "F32" => TensorType.Float32,
        _ => null,
    };

    /// <summary>The name that files use.</summary>
    public static string ToName(TensorType type) => type switch
    {
        TensorType.BFloat16 => "BF16",
        TensorType.Float16 => "F16",
        TensorType.Float32 => "F32",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
