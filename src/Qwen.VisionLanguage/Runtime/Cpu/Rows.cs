using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>
/// Activations `[rows, width]` in memory that grows to the largest run and is kept until it is released. Not for two runs at once.
/// </summary>
internal sealed unsafe class Rows : IDisposable
{
    private readonly Rows? whole; // whose first columns these are
    private readonly int width;
    private float* data;
    private long room;
    private int count;

    public Rows(int width) => this.width = width;

    private Rows(Rows whole, int width)
        : this(width)
        => this.whole = whole;

    ~Rows() => Free();

    public int Width => width;

    public int Count => whole?.Count ?? count;

    /// <summary>Floats from one row to the next.</summary>
    public int Stride => whole?.width ?? width;

    /// <summary>All rows, where nothing lies between them.</summary>
    public Span<float> All => whole is null
        ? new(data, checked(count * width))
        : throw new InvalidOperationException("These rows are columns of wider ones.");

    /// <summary>From the first row to the end of the last.</summary>
    public Span<float> Reach => new(At(0), Count == 0 ? 0 : checked((Count - 1) * Stride + width));

    /// <summary>One row.</summary>
    public Span<float> this[int row] => new(At(row), width);

    /// <summary>Address of a row.</summary>
    public float* At(int row) => (whole is null ? data : whole.data) + (long)row * Stride;

    /// <summary>The first columns of these rows, in the same memory.</summary>
    public Rows Front(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, width);
        return new Rows(this, columns);
    }

    /// <summary>A copy of all rows. // [rows, width]</summary>
    public float[] ToArray()
    {
        var copy = new float[checked(Count * width)];
        for (var row = 0; row < Count; row++)
            this[row].CopyTo(copy.AsSpan(row * width));
        return copy;
    }

    /// <summary>Makes room for so many rows; what they held before is lost.</summary>
    public void Resize(int rows)
    {
        if (whole is not null)
            throw new InvalidOperationException("The wider rows give the room.");
        var floats = (long)rows * width;
        if (floats > room)
        {
            Free();
            data = (float*)LargePages.Allocate(checked((nuint)floats * sizeof(float)));
            room = floats;
        }

        count = rows;
    }

    /// <summary>Gives the memory back; the next run takes new.</summary>
    public void Release() => Free();

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(data);
        data = null;
        (room, count) = (0, 0);
    }
}
