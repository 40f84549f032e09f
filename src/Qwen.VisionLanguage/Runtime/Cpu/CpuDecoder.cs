using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime.Cpu.Attention;
using Qwen.VisionLanguage.Runtime.Cpu.Pages;
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
    private readonly bool valuesApart; // in a matrix of their own
    private readonly KeyValuePages pages;
    private readonly KeyValueBlock block;
    private readonly Rows x, qkv, values, attended, gateUp, logits;
    private readonly Rows normed; // what goes into a block's first product, and later what comes out of its last
    private readonly Rows inner; // in the front of gateUp
    private readonly KeyBias keyBias;
    private readonly Dictionary<int, Rows> inOrder = []; // inputs in the order that a matrix wants, by their width
    private readonly Action<int> norm, place, attend, activate;

    // of the run and the layer that are under way
    private readonly List<RowOwner> owners = []; // of every row
    private readonly List<(int FirstRow, Segment Queries)> tiles = []; // query rows of one key/value head: its heads of all tokens
    private DecoderLayer layer = null!;
    private int layerIndex;
    private PackedEntry normWeight = null!;

    /// <summary>Takes ownership of the machine and the file.</summary>
    public CpuDecoder(CpuMachine machine, PackedFile file, DecoderWeights weights, TextConfig config, KeyValuePages pages)
    {
        (this.machine, this.file, this.weights, this.config, this.pages) = (machine, file, weights, config, pages);
        block = pages.Layout.Block;
        group = config.HeadCount / config.KeyValueHeadCount;
        (x, normed) = (new Rows(config.HiddenSize), new Rows(config.HiddenSize));
        valuesApart = weights.Layers.Any(layer => layer.Value is not null);
        qkv = new Rows((config.HeadCount + (valuesApart ? 1 : 2) * config.KeyValueHeadCount) * config.HeadDim);
        values = new Rows(config.KeyValueHeadCount * config.HeadDim);
        attended = new Rows(config.HeadCount * config.HeadDim);
        gateUp = new Rows(2 * config.IntermediateSize);
        inner = gateUp.Front(config.IntermediateSize);
        logits = new Rows(config.VocabularySize);
        keyBias = new KeyBias(config, block.Form);
        (norm, place, attend, activate) = (Norm, Place, Attend, Activate);
    }

    /// <summary>Sees what goes into each matrix, before the product: for calibration. Set before the first run.</summary>
    public Action<PackedEntry, Rows>? Observer { get; init; }

    /// <summary>Memory of keys and values.</summary>
    public KeyValuePages Pages => pages;

    public override bool CanTruncate => true;

    public override bool CanGrow => true;

    public override int VocabularySize => config.VocabularySize;

    public override KeyValueCache CreateCache(int tokens)
    {
        var created = new CpuKeyValueCache(pages);
        created.Reserve(tokens);
        return created;
    }

    public override PrefixCache CreatePrefixes(int entries) => new SharedPrefixCache(pages, keeps: entries > 0);

    public override bool SharesRuns => true;

    public override void Run(KeyValueCache cache, DecoderStep step, float[] logits, CancellationToken cancellationToken)
        => Run([new DecoderJob(cache, step, logits, cancellationToken)]);

    public override void Run(IReadOnlyList<DecoderJob> jobs) => machine.TakeTurn(() => Forward(jobs));

    public override void Dispose()
    {
        foreach (var rows in new[] { x, normed, qkv, values, attended, gateUp, logits }.Concat(inOrder.Values))
            rows.Dispose();
        machine.Dispose();
        file.Dispose();
    }

    private void Forward(IReadOnlyList<DecoderJob> jobs)
    {
        Begin(jobs);
        for (layerIndex = 0; layerIndex < config.LayerCount; layerIndex++)
        {
            if (jobs.All(job => job.CancellationToken.IsCancellationRequested))
                throw new OperationCanceledException(jobs[0].CancellationToken);
            layer = weights.Layers[layerIndex];
            AddAttention();
            AddMlp();
        }

        Head(jobs);
        foreach (var job in jobs)
            job.Cache.Length += job.Step.Count;
    }

    /// <summary>Rows of all sequences one below the other. // [S, hidden]</summary>
    private void Begin(IReadOnlyList<DecoderJob> jobs)
    {
        owners.Clear();
        tiles.Clear();
        x.Resize(jobs.Sum(job => job.Step.Count));
        foreach (var job in jobs)
        {
            var (cache, count) = ((CpuKeyValueCache)job.Cache, job.Step.Count);
            cache.Reserve(cache.Length + count);
            var first = owners.Count;
            job.Step.Embeddings.AsSpan(0, count * config.HiddenSize).CopyTo(x.All[(first * config.HiddenSize)..]);
            for (var token = 0; token < count; token++)
                owners.Add(new RowOwner(cache, job.Step, token));
            foreach (var piece in new Segment(0, count * group).CutEvenly(AttentionTile.MaxRows))
                tiles.Add((first, piece));
        }
    }

    private void AddAttention()
    {
        NormAll(layer.AttentionNorm);
        Linear(normed, layer.Qkv, qkv); // [S, (heads + 2 kv heads) · d]
        if (layer.Value is { } value)
            Linear(normed, value, values); // [S, kv heads · d]
        machine.Pool.Run(x.Count, place);
        attended.Resize(x.Count);
        machine.Pool.Run(config.KeyValueHeadCount * tiles.Count, attend); // [S, heads · d]
        Linear(attended, layer.Output, normed); // [S, hidden]
        TensorPrimitives.Add(x.All, normed.All, x.All);
    }

    private void AddMlp()
    {
        NormAll(layer.MlpNorm);
        Linear(normed, layer.GateUp, gateUp); // [S, 2 · inner]
        machine.Pool.Run(x.Count, activate);
        Linear(inner, layer.Down, normed); // [S, hidden]
        TensorPrimitives.Add(x.All, normed.All, x.All);
    }

    /// <summary>Only the wanted rows go through the head. // [R, vocabulary]</summary>
    private void Head(IReadOnlyList<DecoderJob> jobs)
    {
        normed.Resize(jobs.Sum(job => job.Step.LogitIndex.Length));
        var (first, row) = (0, 0);
        foreach (var job in jobs)
        {
            foreach (var wanted in job.Step.LogitIndex)
                RowMath.RmsNorm(x[first + (int)wanted], file.Vector(weights.Norm), config.RmsNormEpsilon, normed[row++]);
            first += job.Step.Count;
        }

        Observer?.Invoke(weights.Head, normed);
        if (jobs.Count == 1)
        {
            machine.Linear(normed, file.Matrix(weights.Head), jobs[0].Logits.AsSpan(0, row * config.VocabularySize));
            return;
        }

        machine.Linear(normed, file.Matrix(weights.Head), logits);
        row = 0;
        foreach (var job in jobs)
        {
            for (var n = 0; n < job.Step.LogitIndex.Length; n++)
                logits[row++].CopyTo(job.Logits.AsSpan(n * config.VocabularySize));
        }
    }

    private void Linear(Rows input, PackedEntry matrix, Rows output)
    {
        Observer?.Invoke(matrix, input);
        if (matrix.Order is not { } order)
        {
            machine.Linear(input, file.Matrix(matrix), output);
            return;
        }

        if (!inOrder.TryGetValue(input.Width, out var ordered))
            inOrder.Add(input.Width, ordered = new Rows(input.Width));
        ordered.Resize(input.Count);
        for (var row = 0; row < input.Count; row++)
        {
            var from = input[row];
            var to = ordered[row];
            for (var i = 0; i < order.Length; i++)
                to[i] = from[order[i]];
        }

        machine.Linear(ordered, file.Matrix(matrix), output);
    }

    private void NormAll(PackedEntry weight)
    {
        normWeight = weight;
        normed.Resize(x.Count);
        machine.Pool.Run(x.Count, norm);
    }

    private void Norm(int row) => RowMath.RmsNorm(x[row], file.Vector(normWeight), config.RmsNormEpsilon, normed[row]);

    private void Activate(int row) => RowMath.SwiGlu(gateUp[row]);

    /// <summary>Biases and rotation of one token; its key and value go into the cache.</summary>
    private void Place(int row)
    {
        var (dim, heads, keyHeads) = (config.HeadDim, config.HeadCount, config.KeyValueHeadCount);
        var (cache, step, index) = owners[row];
        var line = qkv[row];
        var bias = file.Vector(layer.QkvBias);
        TensorPrimitives.Add(line, bias[..line.Length], line);
        var valueLine = line[((heads + keyHeads) * dim)..];
        if (valuesApart)
        {
            valueLine = values[row];
            TensorPrimitives.Add(valueLine, bias[line.Length..], valueLine);
        }

        var cos = step.Cos.AsSpan(index * dim / 2, dim / 2);
        var sin = step.Sin.AsSpan(index * dim / 2, dim / 2);
        for (var head = 0; head < heads + keyHeads; head++)
            RowMath.Rotate(line.Slice(head * dim, dim), cos, sin);
        var (page, token) = Math.DivRem(cache.Length + index, KeyValueBlock.Tokens);
        for (var head = 0; head < keyHeads; head++)
        {
            var key = line.Slice((heads + head) * dim, dim);
            keyBias.TakeOut(key, bias.Slice((heads + head) * dim, dim));
            var value = valueLine.Slice(head * dim, dim);
            block.Store((byte*)cache.Pages[page] + BlockAt(head), token, key, value);
        }
    }

    private void Attend(int piece)
    {
        var (head, index) = Math.DivRem(piece, tiles.Count);
        var (firstRow, queries) = tiles[index];
        var cache = owners[firstRow].Cache;
        var tile = new AttentionTile();
        for (var n = queries.First; n < queries.First + queries.Count; n++)
        {
            var (token, member) = Math.DivRem(n, group);
            var at = (head * group + member) * config.HeadDim;
            tile.Add(qkv.At(firstRow + token) + at, cache.Length + token + 1, attended.At(firstRow + token) + at);
        }

        tile.Run(machine.Kernels, cache.Pages, BlockAt(head), block);
    }

    private long BlockAt(int head) => pages.Layout.BlockAt(layerIndex, head);

    /// <param name="Cache">The sequence a row belongs to.</param>
    /// <param name="Step">Its step.</param>
    /// <param name="Index">The row's place there.</param>
    private readonly record struct RowOwner(CpuKeyValueCache Cache, DecoderStep Step, int Index);
}
