using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Attention;

/// <summary>Attention of the encoder: every row looks at all rows of its segment, a window or the whole frame. One run at a time.</summary>
internal sealed unsafe class VisionAttention : IDisposable
{
    private readonly CpuMachine machine;
    private readonly VisionConfig config;
    private readonly Rows qkv, output;
    private readonly Rows pages; // [pages, heads · block]
    private readonly List<nint> addresses = [];
    private readonly List<Segment> stored = []; // rows whose keys a page holds
    private readonly List<(Segment Rows, int FirstPage, int Keys)> tiles = [];
    private readonly KeyValueBlock layout;
    private readonly Action<int> store, attend;

    /// <param name="machine">Who computes.</param>
    /// <param name="config">The encoder's sizes.</param>
    /// <param name="qkv">Rotated queries and keys, and values. // [N, 3 · width]</param>
    /// <param name="output">Receives the result. // [N, width]</param>
    public VisionAttention(CpuMachine machine, VisionConfig config, Rows qkv, Rows output)
    {
        (this.machine, this.config, this.qkv, this.output) = (machine, config, qkv, output);
        layout = new KeyValueBlock(config.HeadDim, WeightForm.Float32);
        pages = new Rows(config.HeadCount * layout.Bytes / sizeof(float));
        (store, attend) = (Store, Attend);
    }

    /// <summary>Computes all rows.</summary>
    public void Run(ReadOnlySpan<Segment> segments)
    {
        Lay(segments);
        output.Resize(qkv.Count);
        machine.Pool.Run(stored.Count, store);
        machine.Pool.Run(tiles.Count * config.HeadCount, attend);
    }

    /// <summary>Gives the memory of keys and values back; the next picture takes new.</summary>
    public void Release() => pages.Release();

    public void Dispose() => pages.Dispose();

    /// <summary>Cuts segments into pages of 64 keys and tiles of up to 12 rows.</summary>
    private void Lay(ReadOnlySpan<Segment> segments)
    {
        stored.Clear();
        tiles.Clear();
        foreach (var segment in segments)
        {
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
        var (dim, width) = (config.HeadDim, config.HiddenSize);
        var rows = stored[page];
        for (var row = rows.First; row < rows.First + rows.Count; row++)
        {
            var line = qkv[row];
            for (var head = 0; head < config.HeadCount; head++)
            {
                var block = (byte*)pages.At(page) + (long)head * layout.Bytes;
                layout.Store(block, row - rows.First, line.Slice(width + head * dim, dim), line.Slice(2 * width + head * dim, dim));
            }
        }
    }

    private void Attend(int piece)
    {
        // heads outside: pieces that run at the same time read the same keys
        var (head, index) = Math.DivRem(piece, tiles.Count);
        var (rows, firstPage, keys) = tiles[index];
        var at = head * config.HeadDim;
        var tile = new AttentionTile();
        for (var row = rows.First; row < rows.First + rows.Count; row++)
            tile.Add(qkv.At(row) + at, keys, output.At(row) + at);
        tile.Run(machine.Kernels, CollectionsMarshal.AsSpan(addresses)[firstPage..], (long)head * layout.Bytes, layout);
    }
}
