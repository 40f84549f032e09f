using Qwen.VisionLanguage;

namespace Qwen.Orleans.Grains;

/// <summary>Lets a caller's mistake reach the caller as what it is, whichever silo found it.</summary>
[RegisterConverter]
internal sealed class QwenErrorConverter : IConverter<QwenException, QwenErrorSurrogate>
{
    /// <inheritdoc/>
    public QwenException ConvertFromSurrogate(in QwenErrorSurrogate surrogate) => new(surrogate.Message);

    /// <inheritdoc/>
    public QwenErrorSurrogate ConvertToSurrogate(in QwenException value) => new() { Message = value.Message };
}
