using System.Buffers;
using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Positions;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>The vision encoder as a graph that ONNX Runtime runs.</summary>
/// <remarks>
/// The graph is opened with the first picture, or by <see cref="Open"/>: conversations without pictures do without its memory.
/// </remarks>
/// <param name="open">Opens the graph.</param>
/// <param name="device">Where it runs.</param>
/// <param name="config">Its sizes.</param>
/// <param name="frequencies">How rotary frequencies are held.</param>
internal sealed class OnnxVisionEncoder(
    Func<InferenceSession> open, DeviceProfile device, VisionConfig config, FrequencyPrecision frequencies) : VisionEncoder
{
    private readonly Lazy<InferenceSession> session = new(open);

    /// <summary>Opens the graph now, so that a device that cannot run it shows at once.</summary>
    public void Open() => _ = session.Value;

    public override float[] Encode(ReadOnlySpan<float> patches, int rows, int columns, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var layout = WindowLayout.Create(rows, columns, config);
        var (windows, slots) = (layout.WindowCount, layout.SlotCount);
        var half = config.HeadDim / 2;
        var features = new float[layout.UnitOrder.Length * config.OutputSize];
        var sorted = ArrayPool<float>.Shared.Rent(windows * slots * config.PatchLength);
        var tables = ArrayPool<float>.Shared.Rent(2 * windows * slots * half);
        using var options = new RunOptions();
        using var binding = session.Value.CreateIoBinding();
        var owned = new List<OrtValue>();
        try
        {
            SortIntoWindows(patches, layout.PatchOfSlot, sorted);
            var table = windows * slots * half;
            VisionRotaryTable.Fill(layout, config, frequencies, tables.AsSpan(0, table), tables.AsSpan(table, table));

            Bind(VisionGraph.Patches, sorted.AsMemory(), windows, slots, config.PatchLength);
            Bind(VisionGraph.Cos, tables.AsMemory(0, table), windows * slots, half);
            Bind(VisionGraph.Sin, tables.AsMemory(table, table), windows * slots, half);
            Bind(VisionGraph.WindowPositions, layout.WindowPositions.AsMemory(), windows, slots);
            Bind(VisionGraph.WindowBias, layout.WindowBias.AsMemory(), windows, 1, 1, slots);
            Bind(VisionGraph.RealRows, layout.RealRows.AsMemory(), 1, layout.RealRows.Length);
            Bind(VisionGraph.SlotRows, layout.SlotRows.AsMemory(), windows, slots);
            Bind(VisionGraph.UnitOrder, layout.UnitOrder.AsMemory(), layout.UnitOrder.Length);
            var output = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, features.AsMemory(), [layout.UnitOrder.Length, config.OutputSize]);
            owned.Add(output);
            binding.BindOutput(VisionGraph.Features, output);
            using (cancellationToken.Register(static state => ((RunOptions)state!).Terminate = true, options))
                session.Value.RunWithBinding(options, binding);
            return features;
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException error)
        {
            throw new QwenException($"The vision encoder failed on {device.Name}: {error.Message}", error);
        }
        finally
        {
            owned.ForEach(static value => value.Dispose());
            ArrayPool<float>.Shared.Return(sorted);
            ArrayPool<float>.Shared.Return(tables);
        }

        void Bind<T>(string name, Memory<T> data, params long[] shape)
            where T : unmanaged
        {
            var value = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, data[..(int)TensorPrimitives.Product<long>(shape)], shape);
            owned.Add(value);
            binding.BindInput(name, value);
        }
    }

    public override void Dispose()
    {
        if (session.IsValueCreated)
            session.Value.Dispose();
    }

    private void SortIntoWindows(ReadOnlySpan<float> patches, int[] patchOfSlot, Span<float> sorted)
    {
        var length = config.PatchLength;
        for (var slot = 0; slot < patchOfSlot.Length; slot++)
        {
            var target = sorted.Slice(slot * length, length);
            if (patchOfSlot[slot] is >= 0 and var patch)
                patches.Slice(patch * length, length).CopyTo(target);
            else
                target.Clear();
        }
    }
}
