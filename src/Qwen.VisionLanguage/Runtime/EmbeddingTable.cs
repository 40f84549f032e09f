using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>Rows of the token embedding, read from the checkpoint when they are wanted. Thread-safe.</summary>
/// <param name="checkpoint">The checkpoint; it must stay open.</param>
internal sealed class EmbeddingTable(Checkpoint checkpoint)
{
    private readonly CheckpointTensor table = checkpoint.GetTensor("model.embed_tokens.weight");
    private readonly int width = checkpoint.Config.Text.HiddenSize;

    /// <summary>Reads the row of a token. // [hidden]</summary>
    public void Read(int tokenId, Span<float> destination) => table.CopyFloats((long)tokenId * width, destination[..width]);
}
