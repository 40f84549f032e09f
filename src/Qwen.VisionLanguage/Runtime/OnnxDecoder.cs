using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>The decoder as a graph that ONNX Runtime runs.</summary>
/// <param name="session">The graph, owned.</param>
/// <param name="device">Where it runs.</param>
/// <param name="config">Its sizes.</param>
internal sealed class OnnxDecoder(InferenceSession session, DeviceProfile device, TextConfig config) : Decoder
{
    /// <summary>Room is added in steps of this many tokens, and by a quarter of what there is.</summary>
    private const int CapacityStep = 256;

    private const float Masked = -1e4f;

    private readonly TensorElementType element = device.Half ? TensorElementType.Float16 : TensorElementType.Float;
    private readonly OrtMemoryInfo hostMemory = OrtMemoryInfo.DefaultInstance;
    private readonly OrtMemoryInfo? deviceMemory =
        device.MemoryName is { } name ? new OrtMemoryInfo(name, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default) : null;
    private OrtAllocator? deviceAllocator;

    public override bool CanTruncate => device.Decoder == DecoderForm.InPlace;

    public override bool CanGrow => device.Decoder == DecoderForm.Growing || device.MemoryName is null;

    public override int VocabularySize => config.VocabularySize;

    public override KeyValueCache CreateCache(int tokens)
    {
        var capacity = device.Decoder == DecoderForm.InPlace ? RoundUp(tokens) : 0;
        return new OnnxKeyValueCache(Allocate(capacity), capacity);
    }

    public override void Run(KeyValueCache cache, DecoderStep step, float[] logits, CancellationToken cancellationToken)
        => Run((OnnxKeyValueCache)cache, step, logits, cancellationToken);

    public override void Dispose()
    {
        session.Dispose();
        deviceAllocator?.Dispose();
        deviceMemory?.Dispose();
    }

    private void Run(OnnxKeyValueCache cache, DecoderStep step, float[] logits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var total = cache.Length + step.Count;
        if (device.Decoder == DecoderForm.InPlace && total > cache.Capacity)
            Grow(cache, total);

        using var options = new RunOptions();
        using var binding = session.CreateIoBinding();
        var owned = new List<OrtValue>();
        try
        {
            Bind(DecoderGraph.Embeddings, step.Embeddings, 1, step.Count, config.HiddenSize);
            Bind(DecoderGraph.Cos, step.Cos, step.Count, config.HeadDim / 2);
            Bind(DecoderGraph.Sin, step.Sin, step.Count, config.HeadDim / 2);
            Bind(DecoderGraph.LogitIndex, step.LogitIndex, step.LogitIndex.Length);
            binding.BindOutput(DecoderGraph.Logits, Own(OrtValue.CreateTensorValueFromMemory(
                hostMemory, logits.AsMemory(0, step.LogitIndex.Length * config.VocabularySize),
                [1, step.LogitIndex.Length, config.VocabularySize])));
            if (device.Decoder == DecoderForm.InPlace)
            {
                Bind(DecoderGraph.LastKeyIndex, new[] { total - 1 }, 1);
                Bind(DecoderGraph.TotalLength, new[] { total }, 1);
            }
            else
            {
                var group = config.HeadCount / config.KeyValueHeadCount;
                Bind(DecoderGraph.AttentionBias, CausalBias(cache.Length, step.Count, group), 1, 1, group * step.Count, total);
            }

            BindCache(binding, cache);
            using (cancellationToken.Register(static state => ((RunOptions)state!).Terminate = true, options))
                Execute(binding, options, cache, cancellationToken);
            cache.Length = total;
        }
        finally
        {
            owned.ForEach(static value => value.Dispose());
        }

        OrtValue Own(OrtValue value)
        {
            owned.Add(value);
            return value;
        }

        void Bind<T>(string name, T[] data, params long[] shape)
            where T : unmanaged
            => binding.BindInput(
                name,
                Own(OrtValue.CreateTensorValueFromMemory(hostMemory, data.AsMemory(0, (int)TensorPrimitives.Product<long>(shape)), shape)));
    }

    private void Execute(OrtIoBinding binding, RunOptions options, OnnxKeyValueCache cache, CancellationToken cancellationToken)
    {
        try
        {
            if (device.Decoder == DecoderForm.InPlace)
            {
                session.RunWithBinding(options, binding);
                return;
            }

            // in the order in which they were bound: logits first
            var outputs = session.RunWithBoundResults(options, binding).ToArray();
            outputs[0].Dispose();
            cache.Replace(outputs[1..], room: 0);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException error)
        {
            throw new QwenException($"The decoder failed on {device.Name}: {error.Message}", error);
        }
    }

    private void BindCache(OrtIoBinding binding, OnnxKeyValueCache cache)
    {
        for (var layer = 0; layer < config.LayerCount; layer++)
        {
            var (keys, values) = (cache.Buffers[2 * layer], cache.Buffers[2 * layer + 1]);
            binding.BindInput(DecoderGraph.PastKey(layer), keys);
            binding.BindInput(DecoderGraph.PastValue(layer), values);
            if (device.Decoder == DecoderForm.InPlace)
            {
                binding.BindOutput(DecoderGraph.PresentKey(layer), keys);
                binding.BindOutput(DecoderGraph.PresentValue(layer), values);
            }
            else
            {
                binding.BindOutputToDevice(DecoderGraph.PresentKey(layer), deviceMemory ?? hostMemory);
                binding.BindOutputToDevice(DecoderGraph.PresentValue(layer), deviceMemory ?? hostMemory);
            }
        }
    }

    private OrtValue[] Allocate(int capacity)
    {
        var buffers = new OrtValue[2 * config.LayerCount];
        for (var i = 0; i < buffers.Length; i++)
        {
            // an empty growing cache may lie in host memory: there is nothing to copy
            var allocator = capacity > 0 && deviceMemory is not null
                ? deviceAllocator ??= new OrtAllocator(session, deviceMemory)
                : OrtAllocator.DefaultInstance;
            buffers[i] = OrtValue.CreateAllocatedTensorValue(allocator, element, [1, config.KeyValueHeadCount, capacity, config.HeadDim]);
        }

        return buffers;
    }

    private void Grow(OnnxKeyValueCache cache, int tokens)
    {
        if (deviceMemory is not null)
            throw new QwenException($"The conversation outgrew the {cache.Capacity} tokens reserved on {device.Name}.");
        var capacity = RoundUp(Math.Max(tokens, cache.Capacity + cache.Capacity / 4));
        var larger = Allocate(capacity);
        for (var i = 0; i < larger.Length; i++)
            CopyHeads(cache.Buffers[i], larger[i], cache.Capacity, capacity, cache.Length);
        cache.Replace(larger, capacity);
    }

    private void CopyHeads(OrtValue from, OrtValue to, int oldCapacity, int newCapacity, int length)
    {
        var source = from.GetTensorDataAsSpan<float>();
        var target = to.GetTensorMutableDataAsSpan<float>();
        for (var head = 0; head < config.KeyValueHeadCount; head++)
        {
            source.Slice(head * oldCapacity * config.HeadDim, length * config.HeadDim)
                .CopyTo(target[(head * newCapacity * config.HeadDim)..]);
        }
    }

    /// <summary>Row s of each group may look at everything kept and at new tokens up to s. // [group · S, T]</summary>
    private static float[] CausalBias(int past, int count, int group)
    {
        var total = past + count;
        var bias = new float[group * count * total];
        for (var row = 0; row < group * count; row++)
            bias.AsSpan(row * total + past + row % count + 1, count - row % count - 1).Fill(Masked);
        return bias;
    }

    private static int RoundUp(int tokens) => (tokens + CapacityStep - 1) / CapacityStep * CapacityStep;
}
