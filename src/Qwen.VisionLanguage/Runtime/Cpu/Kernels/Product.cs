namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// One product y = x·wᵀ, cut into tiles of up to 12 rows and stretches of column groups that stay in the second-level cache
/// while all tiles pass.
/// </summary>
internal sealed unsafe class Product
{
    private const int StretchBytes = 328 << 10;

    private readonly Action<int> _packTile;
    private readonly Action<int> _multiplyStretch;
    private KernelFamily _family = null!;
    private PackedMatrix _w;
    private float* _x;
    private float* _y;
    private byte* _packed;
    private int _rows;
    private int _tiles;
    private int _rowBytes;
    private int _groupBytes;
    private int _groups;
    private int _stretch;

    public Product()
    {
        _packTile = PackTile;
        _multiplyStretch = MultiplyStretch;
    }

    public void Run(KernelFamily family, in PackedMatrix w, float* x, int rows, float* y, WorkerPool pool, Scratch scratch)
    {
        _family = family;
        _w = w;
        _x = x;
        _y = y;
        _rows = rows;
        _tiles = (rows + KernelFamily.TileRows - 1) / KernelFamily.TileRows;
        _rowBytes = RowPacker.RowBytes(w.Form, w.Inputs);
        _packed = scratch.Take((long)rows * _rowBytes);
        if (rows >= 2 * KernelFamily.TileRows)
        {
            pool.Run(_tiles, _packTile);
        }
        else
        {
            for (var tile = 0; tile < _tiles; tile++)
                PackTile(tile);
        }

        _groupBytes = MatrixPacker.GroupBytes(w.Form, w.Inputs);
        _groups = (w.Outputs + MatrixPacker.Group - 1) / MatrixPacker.Group;
        // four pieces for each thread where there are so many groups: whoever is late leaves its share to the others
        _stretch = Math.Clamp(Math.Min(StretchBytes / _groupBytes, _groups / (4 * pool.Threads)), 1, _groups);
        pool.Run((_groups + _stretch - 1) / _stretch, _multiplyStretch);
    }

    private (int First, int Rows) Tile(int tile)
    {
        // even heights: 13 rows are 7 and 6, not 12 and 1
        var (height, taller) = Math.DivRem(_rows, _tiles);
        return (tile * height + Math.Min(tile, taller), height + (tile < taller ? 1 : 0));
    }

    private void PackTile(int tile)
    {
        var (first, rows) = Tile(tile);
        RowPacker.Pack(_w.Form, _x + (long)first * _w.Inputs, rows, _w.Inputs, _packed + (long)first * _rowBytes);
    }

    private void MultiplyStretch(int piece)
    {
        var from = piece * _stretch;
        var to = Math.Min(from + _stretch, _groups);
        var steps = _w.Form == WeightForm.Float32 ? _w.Inputs : MatrixPacker.Blocks(_w.Inputs);
        var edge = stackalloc float[KernelFamily.TileRows * MatrixPacker.Group];
        for (var tile = 0; tile < _tiles; tile++)
        {
            var (first, rows) = Tile(tile);
            var x = _packed + (long)first * _rowBytes;
            for (var group = from; group < to; group++)
            {
                var w = _w.Data + (long)group * _groupBytes;
                var y = _y + (long)first * _w.Outputs + group * MatrixPacker.Group;
                var columns = _w.Outputs - group * MatrixPacker.Group;
                if (columns >= MatrixPacker.Group)
                {
                    _family.Tile(_w.Form, rows, w, x, y, _w.Outputs, steps);
                    continue;
                }

                // the last group is narrower than a vector: aside, then the columns there are
                _family.Tile(_w.Form, rows, w, x, edge, MatrixPacker.Group, steps);
                for (var row = 0; row < rows; row++)
                    new ReadOnlySpan<float>(edge + row * MatrixPacker.Group, columns).CopyTo(new Span<float>(y + (long)row * _w.Outputs, columns));
            }
        }
    }
}
