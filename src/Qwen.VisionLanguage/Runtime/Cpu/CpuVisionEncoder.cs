using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Positions;
using Qwen.VisionLanguage.Runtime.Cpu.Attention;
using Qwen.VisionLanguage.Runtime.Cpu.Weights;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>
/// The vision encoder written out: patches in window order, without padding. Architecture: Qwen2.5-VL technical report
/// (arXiv 2502.13923) §2.1.1. One run at a time.
/// </summary>
internal sealed class CpuVisionEncoder : VisionEncoder
{
    private const float Epsilon = 1e-6f;

    private readonly CpuMachine machine;
    private readonly Lazy<PackedFile> opened;
    private readonly VisionWeights weights;
    private readonly VisionConfig config;
    private readonly FrequencyPrecision frequencies;
    private readonly VisionAttention attention;
    private readonly Rows sorted, x, qkv, attended, gateUp;
    private readonly Rows normed; // what goes into a block's first product, and later what comes out of its last
    private readonly Rows inner; // in the front of gateUp
    private readonly Rows[] buffers;
    private readonly Action<int> norm, place, finish, activate;

    // of the run and the block that are under way
    private PackedFile file = null!;
    private VisionBlock block = null!;
    private PackedEntry normWeight = null!, bias = null!;
    private float[] cos = [], sin = []; // [slots, d/2]
    private long[] slots = []; // of each row

    /// <summary>Takes ownership of the file, which is opened with the first picture, not of the machine.</summary>
    public CpuVisionEncoder(
        CpuMachine machine, Func<PackedFile> open, VisionWeights weights, VisionConfig config, FrequencyPrecision frequencies)
    {
        (this.machine, this.weights, this.config, this.frequencies) = (machine, weights, config, frequencies);
        opened = new Lazy<PackedFile>(open);
        var width = config.HiddenSize;
        sorted = new Rows(config.PatchLength);
        (x, normed, qkv, attended) = (new Rows(width), new Rows(width), new Rows(3 * width), new Rows(width));
        gateUp = new Rows(2 * config.IntermediateSize);
        inner = gateUp.Front(config.IntermediateSize);
        buffers = [sorted, x, normed, qkv, attended, gateUp];
        (norm, place, finish, activate) = (Norm, Place, Finish, Activate);
        attention = new VisionAttention(machine, config, qkv, attended);
    }

    public override float[] Encode(ReadOnlySpan<float> patches, int rows, int columns, CancellationToken cancellationToken)
    {
        file = opened.Value;
        try
        {
            return Forward(patches, WindowLayout.Create(rows, columns, config), cancellationToken);
        }
        finally
        {
            // a large picture takes some hundred megabytes, a conversation none of them
            attention.Release();
            foreach (var buffer in buffers)
                buffer.Release();
        }
    }

    public override void Dispose()
    {
        attention.Dispose();
        foreach (var buffer in buffers)
            buffer.Dispose();
        if (opened.IsValueCreated)
            opened.Value.Dispose();
    }

    private float[] Forward(ReadOnlySpan<float> patches, WindowLayout layout, CancellationToken cancellationToken)
    {
        PrepareRotary(layout);
        Sort(patches, layout);
        machine.TakeTurn(() => machine.Linear(sorted, file.Matrix(weights.Patches), x)); // [N, width]
        var windows = Segment.Windows(layout);
        Segment[] whole = [new Segment(0, slots.Length)];
        for (var n = 0; n < config.BlockCount; n++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            block = weights.Blocks[n];
            var segments = config.FullAttentionBlocks.Contains(n) ? whole : windows;
            machine.TakeTurn(() =>
            {
                AddAttention(segments);
                AddMlp();
            });
        }

        var features = new float[layout.UnitOrder.Length * config.OutputSize];
        machine.TakeTurn(() => Merge(layout, features));
        return features;
    }

    private void PrepareRotary(WindowLayout layout)
    {
        slots = layout.RealRows;
        var table = layout.PatchOfSlot.Length * config.HeadDim / 2;
        if (cos.Length < table)
            (cos, sin) = (new float[table], new float[table]);
        VisionRotaryTable.Fill(layout, config, frequencies, cos.AsSpan(0, table), sin.AsSpan(0, table));
    }

    /// <summary>Patches in window order. // [N, patch length]</summary>
    private void Sort(ReadOnlySpan<float> patches, WindowLayout layout)
    {
        sorted.Resize(slots.Length);
        for (var row = 0; row < slots.Length; row++)
            patches.Slice(layout.PatchOfSlot[slots[row]] * config.PatchLength, config.PatchLength).CopyTo(sorted[row]);
    }

    private void AddAttention(Segment[] segments)
    {
        NormAll(block.AttentionNorm);
        machine.Linear(normed, file.Matrix(block.Qkv), qkv); // [N, 3 · width]
        machine.Pool.Run(slots.Length, place);
        attention.Run(segments); // [N, width]
        machine.Linear(attended, file.Matrix(block.Output), normed);
        FinishAll(block.OutputBias);
    }

    private void AddMlp()
    {
        NormAll(block.MlpNorm);
        machine.Linear(normed, file.Matrix(block.GateUp), gateUp); // [N, 2 · inner]
        machine.Pool.Run(slots.Length, activate);
        machine.Linear(inner, file.Matrix(block.Down), normed); // [N, width]
        FinishAll(block.DownBias);
    }

    /// <summary>Four neighbouring patches become one unit; units go back to raster order. // [N / 4, output size]</summary>
    private void Merge(WindowLayout layout, float[] features)
    {
        NormAll(weights.MergerNorm);
        var units = layout.UnitOrder.Length;
        using var four = new Rows(4 * config.HiddenSize);
        using var hidden = new Rows(4 * config.HiddenSize);
        using var merged = new Rows(config.OutputSize);
        four.Resize(units);
        normed.All.CopyTo(four.All); // the same numbers, read as rows four times as wide
        machine.Linear(four, file.Matrix(weights.MergerIn), hidden);
        machine.Pool.Run(units, row =>
        {
            TensorPrimitives.Add(hidden[row], file.Vector(weights.MergerInBias), hidden[row]);
            RowMath.Gelu(hidden[row]);
        });
        machine.Linear(hidden, file.Matrix(weights.MergerOut), merged);
        for (var unit = 0; unit < units; unit++)
        {
            var row = merged[(int)layout.SlotRows[layout.UnitOrder[unit] * 4] / 4];
            TensorPrimitives.Add(row, file.Vector(weights.MergerOutBias), features.AsSpan(unit * config.OutputSize, config.OutputSize));
        }
    }

    private void NormAll(PackedEntry weight)
    {
        normWeight = weight;
        normed.Resize(slots.Length);
        machine.Pool.Run(slots.Length, norm);
    }

    private void FinishAll(PackedEntry vector)
    {
        bias = vector;
        machine.Pool.Run(slots.Length, finish);
    }

    private void Norm(int row) => RowMath.RmsNorm(x[row], file.Vector(normWeight), Epsilon, normed[row]);

    private void Finish(int row)
    {
        TensorPrimitives.Add(x[row], normed[row], x[row]);
        TensorPrimitives.Add(x[row], file.Vector(bias), x[row]);
    }

    private void Activate(int row)
    {
        TensorPrimitives.Add(gateUp[row], file.Vector(block.GateUpBias), gateUp[row]);
        RowMath.SwiGlu(gateUp[row]);
    }

    /// <summary>Biases and rotation of one patch.</summary>
    private void Place(int row)
    {
        var dim = config.HeadDim;
        var line = qkv[row];
        TensorPrimitives.Add(line, file.Vector(block.QkvBias), line);
        var at = (int)slots[row] * dim / 2;
        for (var head = 0; head < 2 * config.HeadCount; head++)
            RowMath.Rotate(line.Slice(head * dim, dim), cos.AsSpan(at, dim / 2), sin.AsSpan(at, dim / 2));
    }
}
