using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Positions;
using Qwen.VisionLanguage.Runtime.Cpu.Attention;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;
using Qwen.VisionLanguage.Runtime.Cpu.Weights;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>
/// The vision encoder written out: patches in window order, without padding. Architecture: Qwen2.5-VL technical report
/// (arXiv 2502.13923) §2.1.1. One run at a time.
/// </summary>
internal sealed unsafe class CpuVisionEncoder : VisionEncoder
{
    private const float Epsilon = 1e-6f;

    private readonly CpuMachine machine;
    private readonly Lazy<PackedFile> opened;
    private readonly VisionWeights weights;
    private readonly VisionConfig config;
    private readonly FrequencyPrecision frequencies;
    private readonly VisionAttention attention;
    private readonly Rows sorted, x, qkv, attended, gateUp;
    private readonly Rows normed; // what goes into a product behind a norm
    private readonly Rows inner; // in the front of gateUp
    private readonly Rows[] buffers;
    private readonly Action<int> norm, activate;

    // of the run and the block that are under way
    private PackedFile file = null!;
    private VisionBlock block = null!;
    private PackedEntry normWeight = null!;
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
        (norm, activate) = (Norm, Activate);
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
        Normed(block.AttentionNorm, block.Qkv, block.QkvBias, qkv); // [N, 3 · width]
        attention.Run(segments, slots, cos, sin); // [N, width]
        Added(attended, block.Output, block.OutputBias);
    }

    private void AddMlp()
    {
        Normed(block.MlpNorm, block.GateUp, block.GateUpBias, gateUp); // [N, 2 · inner]
        Added(inner, block.Down, block.DownBias, activate);
    }

    /// <summary>x += a matrix and its bias. // [N, width]</summary>
    private void Added(Rows input, PackedEntry matrix, PackedEntry bias, Action<int>? prepare = null)
        => machine.Linear(
            input, file.Matrix(matrix), x, new ProductEnds { Prepare = prepare, Bias = file.Address(bias), Accumulate = true });

    /// <summary>A norm, a matrix and its bias.</summary>
    private void Normed(PackedEntry weight, PackedEntry matrix, PackedEntry bias, Rows output)
    {
        normWeight = weight;
        normed.Resize(slots.Length);
        machine.Linear(normed, file.Matrix(matrix), output, new ProductEnds { Prepare = norm, Bias = file.Address(bias) });
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

    private void Norm(int row) => RowMath.RmsNorm(x[row], file.Vector(normWeight), Epsilon, normed[row]);

    private void Activate(int row) => RowMath.SwiGlu(gateUp[row]);
}
