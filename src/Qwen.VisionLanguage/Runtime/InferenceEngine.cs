using System.Buffers;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Positions;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>Encoder and decoder of one checkpoint on one device, with what they keep between requests. Thread-safe.</summary>
internal sealed class InferenceEngine : IDisposable
{
    private readonly PatchExtractor patches;

    /// <summary>Takes ownership of encoder and decoder, not of the checkpoint.</summary>
    public InferenceEngine(Checkpoint checkpoint, DeviceProfile device, VisionEncoder encoder, Decoder decoder, QwenModelOptions options)
    {
        Checkpoint = checkpoint;
        Device = device;
        Decoder = decoder;
        Embeddings = new EmbeddingTable(checkpoint);
        Rotary = new RotaryTable(checkpoint.Config.Text, options.Frequencies);
        Queue = new DeviceQueue(device.Serial);
        Steps = new StepQueue(decoder, Queue);
        Prefixes = decoder.CreatePrefixes(options.PrefixCacheEntries);
        Encoder = encoder;
        Features = new FeatureCache(options.VisionCacheBytes);
        patches = new PatchExtractor(checkpoint.Preprocessor, checkpoint.Config.Vision);
    }

    public Checkpoint Checkpoint { get; }

    public DeviceProfile Device { get; }

    /// <summary>Which kernels of ours run and why; null where none do.</summary>
    public string? Kernels { get; init; }

    public VisionEncoder Encoder { get; }

    public Decoder Decoder { get; }

    public FeatureCache Features { get; }

    public EmbeddingTable Embeddings { get; }

    public RotaryTable Rotary { get; }

    public DeviceQueue Queue { get; }

    public StepQueue Steps { get; }

    public PrefixCache Prefixes { get; }

    /// <summary>Features of one slice, from the cache or the encoder.</summary>
    /// <returns>The features `[units, hidden]`, not to be written to, and whether the encoder ran.</returns>
    public async ValueTask<(float[] Features, bool Encoded)> EncodeAsync(VisionRun run, CancellationToken cancellationToken)
    {
        if (Features.Find(run.Key) is { } found)
            return (found, false);
        var grid = run.Vision.Grid;
        var length = grid.H * grid.W * Checkpoint.Config.Vision.PatchLength;
        var buffer = ArrayPool<float>.Shared.Rent(length);
        try
        {
            var (first, second) = SliceKey.Frames(run.Vision, run.Slice);
            patches.Extract(first, second, buffer.AsSpan(0, length));
            using var stage = QwenDiagnostics.Start("encode");
            stage.Tokens = grid.TokensPerSlice;
            var features = Array.Empty<float>();
            var encoded = false;
            await Queue.RunAsync(() =>
            {
                // another caller may have had the same picture before its turn came
                if (Features.Find(run.Key) is { } meanwhile)
                {
                    features = meanwhile;
                    return;
                }

                features = Encoder.Encode(buffer.AsSpan(0, length), grid.H, grid.W, cancellationToken);
                Features.Add(run.Key, features);
                encoded = true;
            }, cancellationToken).ConfigureAwait(false);
            stage.Completed = true;
            return (features, encoded);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        Prefixes.Dispose();
        Encoder.Dispose();
        Decoder.Dispose();
        Queue.Dispose();
    }
}
