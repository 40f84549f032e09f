using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime.Cpu.Attention;
using Qwen.VisionLanguage.Runtime.Cpu.Weights;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>
/// The decoder written out. Architecture: Qwen2.5 with multimodal rotary positions, arXiv 2502.13923 §2.1.3. A row's result does not
/// depend on the rows that run with it. One run at a time.
/// </summary>
internal sealed unsafe class CpuDecoder : Decoder
{
    private readonly CpuMachine machine;
    private readonly PackedFile file;
    private readonly DecoderWeights weights;
    private readonly TextConfig config;
    private readonly int group; // query heads of one key/value head
    private readonly long blockFloats;
    private readonly Rows x, normed, qkv, attended, projected, gateUp, inner;
    private readonly Action<int> norm, place, attend, activate;

    // of the run, the layer and the step that are under way
    private CpuKeyValueCache cache = null!;
    private DecoderStep step;
    private DecoderLayer layer = null!;
    private int layerIndex;
    private PackedEntry normWeight = null!;

    /// <summary>Takes ownership of the machine and the file.</summary>
    public CpuDecoder(CpuMachine machine, PackedFile file, DecoderWeights weights, TextConfig config)
    {
        (this.machine, this.file, this.weights, this.config) = (machine, file, weights, config);
        group = config.HeadCount / config.KeyValueHeadCount;
        blockFloats = KeyValueBlock.Floats(config.HeadDim);
        (x, normed) = (new Rows(config.HiddenSize), new Rows(config.HiddenSize));
        qkv = new Rows((config.HeadCount + 2 * config.KeyValueHeadCount) * config.HeadDim);
        (attended, projected) = (new Rows(config.HeadCount * config.HeadDim), new Rows(config.HiddenSize));
        (gateUp, inner) = (new Rows(2 * config.IntermediateSize), new Rows(config.IntermediateSize));
        (norm, place, attend, activate) = (Norm, Place, Attend, Activate);
    }

    public override bool CanTruncate => true;

    public override bool CanGrow => true;

    public override int VocabularySize => config.VocabularySize;

    public override KeyValueCache CreateCache(int tokens)
    {
        var created = new CpuKeyValueCache(config.LayerCount * config.KeyValueHeadCount * blockFloats);
        created.Reserve(tokens);
        return created;
    }

    public override void Run(KeyValueCache cache, DecoderStep step, float[] logits, CancellationToken cancellationToken)
    {
        (this.cache, this.step) = ((CpuKeyValueCache)cache, step);
        this.cache.Reserve(cache.Length + step.Count);
        x.Resize(step.Count);
        step.Embeddings.AsSpan(0, step.Count * config.HiddenSize).CopyTo(x.All);
        for (layerIndex = 0; layerIndex < config.LayerCount; layerIndex++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            layer = weights.Layers[layerIndex];
            AddAttention();
            AddMlp();
        }

        Head(logits);
        cache.Length += step.Count;
    }

    public override void Dispose()
    {
        foreach (var rows in new[] { x, normed, qkv, attended, projected, gateUp, inner })
            rows.Dispose();
        machine.Dispose();
        file.Dispose();
    }

    private void AddAttention()
    {
        NormAll(layer.AttentionNorm);
        machine.Linear(normed, file.Matrix(layer.Qkv), qkv); // [S, (heads + 2 kv heads) · d]
        machine.Pool.Run(step.Count, place);
        attended.Resize(step.Count);
        machine.Pool.Run(config.KeyValueHeadCount * Tiles, attend); // [S, heads · d]
        machine.Linear(attended, file.Matrix(layer.Output), projected); // [S, hidden]
        TensorPrimitives.Add(x.All, projected.All, x.All);
    }

    private void AddMlp()
    {
        NormAll(layer.MlpNorm);
        machine.Linear(normed, file.Matrix(layer.GateUp), gateUp); // [S, 2 · inner]
        inner.Resize(step.Count);
        machine.Pool.Run(step.Count, activate);
        machine.Linear(inner, file.Matrix(layer.Down), projected); // [S, hidden]
        TensorPrimitives.Add(x.All, projected.All, x.All);
    }

    /// <summary>Only the wanted rows go through the head. // [R, vocabulary]</summary>
    private void Head(Span<float> logits)
    {
        var wanted = step.LogitIndex;
        normed.Resize(wanted.Length);
        for (var row = 0; row < wanted.Length; row++)
            RowMath.RmsNorm(x[checked((int)wanted[row])], file.Vector(weights.Norm), config.RmsNormEpsilon, normed[row]);
        machine.Linear(normed, file.Matrix(weights.Head), logits[..(wanted.Length * config.VocabularySize)]);
    }

    private void NormAll(PackedEntry weight)
    {
        normWeight = weight;
        normed.Resize(step.Count);
        machine.Pool.Run(step.Count, norm);
    }

    private void Norm(int row) => RowMath.RmsNorm(x[row], file.Vector(normWeight), config.RmsNormEpsilon, normed[row]);

    private void Activate(int row) => RowMath.SwiGlu(gateUp[row], inner[row]);

    /// <summary>Biases and rotation of one token; its key and value go into the cache.</summary>
    private void Place(int row)
    {
        var (dim, heads, keyHeads) = (config.HeadDim, config.HeadCount, config.KeyValueHeadCount);
        var line = qkv[row];
        TensorPrimitives.Add(line, file.Vector(layer.QkvBias), line);
        var cos = step.Cos.AsSpan(row * dim / 2, dim / 2);
        var sin = step.Sin.AsSpan(row * dim / 2, dim / 2);
        for (var head = 0; head < heads + keyHeads; head++)
            RowMath.Rotate(line.Slice(head * dim, dim), cos, sin);
        var (page, token) = Math.DivRem(cache.Length + row, KeyValueBlock.Tokens);
        for (var head = 0; head < keyHeads; head++)
        {
            var key = line.Slice((heads + head) * dim, dim);
            var value = line.Slice((heads + keyHeads + head) * dim, dim);
            KeyValueBlock.Store((float*)cache.Pages[page] + BlockAt(head), token, key, value);
        }
    }

    /// <summary>Tiles of one key/value head: its query heads of all tokens are the rows.</summary>
    private int Tiles => (step.Count * group + AttentionTile.MaxRows - 1) / AttentionTile.MaxRows;

    private void Attend(int piece)
    {
        var (head, tile) = Math.DivRem(piece, Tiles);
        var rows = new AttentionTile();
        var end = Math.Min((tile + 1) * AttentionTile.MaxRows, step.Count * group);
        for (var row = tile * AttentionTile.MaxRows; row < end; row++)
        {
            var (token, member) = Math.DivRem(row, group);
            var at = (head * group + member) * config.HeadDim;
            rows.Add(qkv.At(token) + at, cache.Length + token + 1, attended.At(token) + at);
        }

        rows.Run(machine.Kernels, cache.Pages, BlockAt(head), config.HeadDim);
    }

    private long BlockAt(int head) => (layerIndex * config.KeyValueHeadCount + head) * blockFloats;
}
