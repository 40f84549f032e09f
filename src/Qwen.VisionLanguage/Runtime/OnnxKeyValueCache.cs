using Microsoft.ML.OnnxRuntime;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>Keys and values as tensors of ONNX Runtime.</summary>
/// <remarks>
/// In place: two buffers `[1, kv heads, capacity, head dim]` per layer that the graph writes into. Growing: the graph's own
/// outputs of the last run, bound as the next run's inputs.
/// </remarks>
/// <param name="buffers">Keys and values of a layer next to each other, owned.</param>
/// <param name="capacity">Tokens they have room for.</param>
internal sealed class OnnxKeyValueCache(OrtValue[] buffers, int capacity) : KeyValueCache
{
    public OrtValue[] Buffers { get; private set; } = buffers;

    public override int Capacity => capacity;

    /// <summary>Takes other buffers in place of these, which are freed.</summary>
    public void Replace(OrtValue[] others, int room)
    {
        Dispose();
        (Buffers, capacity) = (others, room);
    }

    public override void Dispose()
    {
        foreach (var buffer in Buffers)
            buffer.Dispose();
        Buffers = [];
    }
}
