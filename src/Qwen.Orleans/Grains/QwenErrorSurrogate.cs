namespace Qwen.Orleans.Grains;

/// <summary>What travels of a <see cref="VisionLanguage.QwenException"/> from silo to silo: its sentence.</summary>
[GenerateSerializer]
internal struct QwenErrorSurrogate
{
    /// <summary>The sentence.</summary>
    [Id(0)]
    public string Message;
}
