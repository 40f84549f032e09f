using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Attention;

/// <summary>Attention of the encoder: every row looks at all rows of its segment, a window or the whole frame. One run at a time.</summary>
internal sealed unsafe class VisionAttention : IDisposable
{
    private const int MaxStackBytes = 128 << 10; // heads of odd configurations may be of any size

    private readonly CpuMachine machine;
    private readonly VisionConfig config;
    private readonly Rows qkv, output;
    private readonly Rows pages; // [pages, heads · block]
    private readonly List<nint> addresses = [];
    private readonly List<Segment> stored = []; // rows whose keys a page holds
    private readonly List<(Segment Rows, int FirstPage, int Keys)> tiles = [];
    private readonly List<Segment> small = []; // segments of one page
    private readonly KeyValueBlock layout;
    private readonly Action<int> store, attend, attendSmall;

    // of the run that is under way
    private float[] cos = [], sin = [];
    private long[] slots = [];

    /// <param name="machine">Who computes.</param>
    /// <param name="config">The encoder's sizes.</param>
    /// <param name="qkv">Queries and keys, not rotated yet, and values, with their biases. // [N, 3 · width]</param>
    /// <param name="output">Receives the result. // [N, width]</param>
    public VisionAttention(CpuMachine machine, VisionConfig config, Rows qkv, Rows output)
    {
        (this.machine, this.config, this.qkv, this.output) = (machine, config, qkv, output);
        layout = new KeyValueBlock(config.HeadDim, WeightForm.Float32);
        pages = new Rows(config.HeadCount * layout.Bytes / sizeof(float));
        (store, attend, attendSmall) = (Store, Attend, AttendSmall);
    }

    /// <summary>Computes all rows; rotates queries and keys where they stand.</summary>
    /// <param name="segments">Rows that look at each other.</param>
    /// <param name="slots">Where the angles of each row stand.</param>
    /// <param name="cos">`[slots, d/2]`.</param>
    /// <param name="sin">`[slots, d/2]`.</param>
    public void Run(ReadOnlySpan<Segment> segments, long[] slots, float[] cos, float[] sin)
    {
        (this.slots, this.cos, this.sin) = (slots, cos, sin);
        Lay(segments);
        output.Resize(qkv.Count);
        machine.Pool.Run(small.Count * config.HeadCount, attendSmall);
        machine.Pool.Run(stored.Count, store);
        machine.Pool.Run(tiles.Count * config.HeadCount, attend);
    }

    /// <summary>Gives the memory of keys and values back; the next picture takes new.</summary>
    public void Release() => pages.Release();

    public void Dispose() => pages.Dispose();

    /// <summary>Cuts segments into pages of 64 keys and tiles of up to 12 rows; those that fit into one page stay whole.</summary>
    private void Lay(ReadOnlySpan<Segment> segments)
    {
        stored.Clear();
        tiles.Clear();
        small.Clear();
        foreach (var segment in segments)
        {
            if (segment.Count <= KeyValueBlock.Tokens && layout.Bytes <= MaxStackBytes)
            {
                small.Add(segment);
                continue;
            }

            foreach (var rows in segment.CutEvenly(AttentionTile.MaxRows))
                tiles.Add((rows, stored.Count, segment.Count));
            stored.AddRange(segment.Cut(KeyValueBlock.Tokens));
        }

        pages.Resize(stored.Count);
        addresses.Clear();
        for (var page = 0; page < stored.Count; page++)
            addresses.Add((nint)pages.At(page));
    }

    private void Store(int page)
    {
        for (var head = 0; head < config.HeadCount; head++)
            Store(stored[page], head, (byte*)pages.At(page) + (long)head * layout.Bytes);
    }

    /// <summary>Keys, which are rotated, and values of one head.</summary>
    private void Store(Segment rows, int head, byte* block)
    {
        var (dim, width) = (config.HeadDim, config.HiddenSize);
        for (var row = rows.First; row < rows.First + rows.Count; row++)
        {
            var line = qkv[row][(head * dim)..];
            var key = line.Slice(width, dim);
            Rotate(row, key);
            layout.Store(block, row - rows.First, key, line.Slice(2 * width, dim));
        }
    }

    private void Attend(int piece)
    {
        // heads outside: pieces that run at the same time read the same keys
        var (head, index) = Math.DivRem(piece, tiles.Count);
        var (rows, firstPage, keys) = tiles[index];
        Attend(rows, keys, head, CollectionsMarshal.AsSpan(addresses)[firstPage..], (long)head * layout.Bytes);
    }

    /// <summary>One head of a window: its keys and values go no further than the first cache.</summary>
    [SkipLocalsInit]
    private void AttendSmall(int piece)
    {
        const int Alignment = 64;
        // windows outside: all heads of a row lie beside each other
        var (index, head) = Math.DivRem(piece, config.HeadCount);
        var segment = small[index];
        var memory = stackalloc byte[layout.Bytes + Alignment];
        var block = memory + (Alignment - (long)memory % Alignment);
        Store(segment, head, block);
        var tiles = (segment.Count + AttentionTile.MaxRows - 1) / AttentionTile.MaxRows;
        for (var tile = 0; tile < tiles; tile++)
            Attend(segment.Piece(tile, tiles), segment.Count, head, [(nint)block], 0);
    }

    private void Attend(Segment rows, int keys, int head, ReadOnlySpan<nint> blocks, long offset)
    {
        var at = head * config.HeadDim;
        var tile = new AttentionTile();
        for (var row = rows.First; row < rows.First + rows.Count; row++)
        {
            Rotate(row, new Span<float>(qkv.At(row) + at, config.HeadDim));
            tile.Add(qkv.At(row) + at, keys, output.At(row) + at);
        }

        tile.Run(machine.Kernels, blocks, offset, layout);
    }

    private void Rotate(int row, Span<float> vector)
    {
        var half = config.HeadDim / 2;
        var at = (int)slots[row] * half;
        RowMath.Rotate(vector, cos.AsSpan(at, half), sin.AsSpan(at, half));
    }
}
