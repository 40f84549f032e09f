using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage;

/// <summary>A loaded Qwen2.5-VL: the one object that an application shares between all its conversations.</summary>
/// <remarks>All members are safe for concurrent use. Disposing waits for running generations after asking them to stop.</remarks>
public sealed class QwenModel : IDisposable, IAsyncDisposable
{
    private QwenModel() => throw new NotImplementedException();

    /// <summary>Name of the model: the last part of its folder's path.</summary>
    public string ModelId => throw new NotImplementedException();

    /// <summary>Sizes and special ids.</summary>
    public ModelConfig Config => throw new NotImplementedException();

    /// <summary>Picture limits and colour constants.</summary>
    public PreprocessorConfig Preprocessor => throw new NotImplementedException();

    /// <summary>What the checkpoint proposes where the caller says nothing.</summary>
    public GenerationDefaults GenerationDefaults => throw new NotImplementedException();

    /// <summary>Name of the device that runs: <c>cpu</c>, <c>directml</c>, <c>webgpu</c> or <c>cuda</c>.</summary>
    public string Device => throw new NotImplementedException();

    /// <summary>Why that device: one sentence.</summary>
    public string DeviceReason => throw new NotImplementedException();

    /// <summary>Opens a checkpoint folder; converts it first where that was not done before.</summary>
    public static Task<QwenModel> LoadAsync(
        string checkpointFolder, QwenModelOptions? options = null, IProgress<QwenProgress>? progress = null, CancellationToken cancellationToken = default)
        => throw new NotImplementedException();

    /// <summary>Answers a conversation, piece by piece.</summary>
    public IAsyncEnumerable<GenerationUpdate> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default)
        => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
