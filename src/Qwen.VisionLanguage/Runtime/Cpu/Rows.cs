using System.Runtime.InteropServices;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>
/// Activations `[rows, width]` in memory that grows to the largest run and is kept until it is released. Not for two runs at once.
/// </summary>
internal sealed unsafe class Rows(int width) : IDisposable
{
    private const int Alignment = 64;

    private float* data;
    private long room;

    ~Rows() => Free();

    public int Width => width;

    public int Count { get; private set; }

    /// <summary>All rows.</summary>
    public Span<float> All => new(data, checked(Count * width));

    /// <summary>One row.</summary>
    public Span<float> this[int row] => new(data + (long)row * width, width);

    /// <summary>Address of a row.</summary>
    public float* At(int row) => data + (long)row * width;

    /// <summary>Makes room for so many rows; what they held before is lost.</summary>
    public void Resize(int rows)
    {
        var floats = (long)rows * width;
        if (floats > room)
        {
            Free();
            data = (float*)NativeMemory.AlignedAlloc(checked((nuint)floats * sizeof(float)), Alignment);
            room = floats;
        }

        Count = rows;
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
        (room, Count) = (0, 0);
    }
}
