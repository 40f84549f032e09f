namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// One product y = x·wᵀ, cut into tiles of up to 12 rows and stretches of column groups that stay in the second-level cache
/// while all tiles pass.
/// </summary>
internal sealed unsafe class Product
{
    private const int StretchBytes = 328 << 10;

    // where there is but one tile, its blocks are packed by all threads: so many numbers are worth it
    private const int PieceNumbers = 8 << 10;

    private readonly Action<int> packTile;
    private readonly Action<int> packBlocks;
    private readonly Action<int> multiplyStretch;
    private KernelFamily family = null!;
    private PackedMatrix w;
    private float* x;
    private int xStride;
    private float* y;
    private ProductEnds ends;
    private byte* packed;
    private int rows;
    private int tiles;
    private int rowBytes;
    private int groupBytes;
    private int groups;
    private int stretch;
    private int blocks; // of a piece

    public Product()
    {
        packTile = PackTile;
        packBlocks = PackBlocks;
        multiplyStretch = MultiplyStretch;
    }

    public void Run(
        KernelFamily family, in PackedMatrix w, float* x, int xStride, int rows, float* y, in ProductEnds ends, WorkerPool pool,
        Scratch scratch)
    {
        this.family = family;
        this.w = w;
        this.x = x;
        this.xStride = xStride;
        this.y = y;
        this.ends = ends;
        this.rows = rows;
        tiles = (rows + KernelFamily.TileRows - 1) / KernelFamily.TileRows;
        rowBytes = RowPacker.RowBytes(w.Form, w.Inputs);
        packed = scratch.Take((long)rows * rowBytes);
        if (rows >= 2 * KernelFamily.TileRows)
        {
            pool.Run(tiles, packTile);
        }
        else if (tiles == 1 && !w.Form.IsFloat())
        {
            if (ends.Prepare is { } prepare)
                pool.Run(rows, prepare);
            blocks = Math.Max(1, PieceNumbers / (rows * w.Form.Block()));
            pool.Run((w.Form.Blocks(w.Inputs) + blocks - 1) / blocks, packBlocks);
        }
        else
        {
            for (var tile = 0; tile < tiles; tile++)
                PackTile(tile);
        }

        groupBytes = MatrixPacker.GroupBytes(w.Form, w.Inputs);
        groups = (w.Outputs + MatrixPacker.Group - 1) / MatrixPacker.Group;
        // four pieces for each thread where there are so many groups: whoever is late leaves its share to the others
        stretch = Math.Clamp(Math.Min(StretchBytes / groupBytes, groups / (4 * pool.Threads)), 1, groups);
        pool.Run((groups + stretch - 1) / stretch, multiplyStretch);
    }

    private (int First, int Rows) Tile(int tile)
    {
        // even heights: 13 rows are 7 and 6, not 12 and 1
        var (height, taller) = Math.DivRem(this.rows, tiles);
        return (tile * height + Math.Min(tile, taller), height + (tile < taller ? 1 : 0));
    }

    private void PackTile(int tile)
    {
        var (first, rows) = Tile(tile);
        for (var row = first; ends.Prepare is { } prepare && row < first + rows; row++)
            prepare(row);
        var to = packed + (long)first * rowBytes;
        RowPacker.Pack(this.w.Form, this.x + (long)first * xStride, xStride, rows, this.w.Inputs, to);
    }

    private void PackBlocks(int piece)
    {
        var (first, all) = (piece * blocks, this.w.Form.Blocks(this.w.Inputs));
        RowPacker.PackBlocks(this.w.Form, x, xStride, rows, this.w.Inputs, packed, first, Math.Min(first + blocks, all));
    }

    private void MultiplyStretch(int piece)
    {
        var from = piece * stretch;
        var to = Math.Min(from + stretch, groups);
        var steps = this.w.Form.IsFloat() ? this.w.Inputs : this.w.Form.Blocks(this.w.Inputs);
        var memory = stackalloc float[(KernelFamily.TileRows + 1) * MatrixPacker.Group];
        var aside = (float*)(((nuint)memory + 63) & ~(nuint)63); // no vector across two lines
        for (var tile = 0; tile < tiles; tile++)
        {
            var (first, rows) = Tile(tile);
            var x = packed + (long)first * rowBytes;
            for (var group = from; group < to; group++)
            {
                var w = this.w.Data + (long)group * groupBytes;
                var y = this.y + (long)first * this.w.Outputs + group * MatrixPacker.Group;
                var columns = this.w.Outputs - group * MatrixPacker.Group;
                if (columns >= MatrixPacker.Group && ends.IsPlain)
                {
                    this.family.Tile(this.w.Form, rows, w, x, y, this.w.Outputs, steps);
                    continue;
                }

                ends.Announce(y, this.w.Outputs, rows);
                this.family.Tile(this.w.Form, rows, w, x, aside, MatrixPacker.Group, steps);
                if (columns >= MatrixPacker.Group)
                    ends.Finish(aside, rows, group * MatrixPacker.Group, y, this.w.Outputs);
                else
                    ends.Finish(aside, rows, group * MatrixPacker.Group, y, this.w.Outputs, columns);
            }
        }
    }
}
