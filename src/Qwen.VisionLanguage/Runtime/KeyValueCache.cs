using Microsoft.ML.OnnxRuntime;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>Keys and values of one sequence in every layer. Belongs to one run at a time; not thread-safe.</summary>
/// <remarks>
/// In place: two buffers `[1, kv heads, capacity, head dim]` per layer that the graph writes into. Growing: the graph's own
/// outputs of the last run, bound as the next run's inputs.
/// </remarks>
internal sealed class KeyValueCache : IDisposable
{
    /// <summary>Buffers, keys and values of a layer next to each other; replaced as a whole when they grow.</summary>
    public required OrtValue[] Buffers { get; set; }

    /// <summary>Tokens the buffers have room for.</summary>
    public required int Capacity { get; set; }

    /// <summary>Tokens whose keys and values are in place; setting it lower forgets the last ones.</summary>
    public int Length { get; set; }

    public void Dispose()
    {
        foreach (var buffer in Buffers)
            buffer.Dispose();
        Buffers = [];
    }
}
