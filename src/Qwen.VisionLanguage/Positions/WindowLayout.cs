using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Positions;

/// <summary>
/// How the patches of one frame are sorted into attention windows: W windows of S slots, four neighbouring slots a merged
/// unit, smaller border windows padded. Depends on the frame's grid alone.
/// </summary>
internal sealed class WindowLayout
{
    private const int UnitPatches = 4;

    /// <summary>Far below any score, yet finite also in fp16.</summary>
    private const float Masked = -1e4f;

    private WindowLayout(int rows, int columns, int windowCount, int slotCount)
    {
        (Rows, Columns, WindowCount, SlotCount) = (rows, columns, windowCount, slotCount);
        PatchOfSlot = new int[windowCount * slotCount];
        WindowPositions = new long[windowCount * slotCount];
        WindowBias = new float[windowCount * slotCount];
        SlotRows = new long[windowCount * slotCount];
        RealRows = new long[rows * columns];
        UnitOrder = new long[rows * columns / UnitPatches];
    }

    /// <summary>Patch rows of the frame.</summary>
    public int Rows { get; }

    /// <summary>Patch columns of the frame.</summary>
    public int Columns { get; }

    /// <summary>W: windows of the frame.</summary>
    public int WindowCount { get; }

    /// <summary>S: slots of every window, the size of the largest one in patches.</summary>
    public int SlotCount { get; }

    /// <summary>Row of the merge-ordered patches that each slot takes, -1 for padding. // [W · S]</summary>
    public int[] PatchOfSlot { get; }

    /// <summary>Row of the rotary table for each slot: its own number. // [W, S]</summary>
    public long[] WindowPositions { get; }

    /// <summary>0 for real slots, a large negative number for padding, added to attention scores as a key bias. // [W, 1, 1, S]</summary>
    public float[] WindowBias { get; }

    /// <summary>Slots that hold a patch, in window order. // [1, N]</summary>
    public long[] RealRows { get; }

    /// <summary>Place of each slot among the real ones; 0 for padding. // [W, S]</summary>
    public long[] SlotRows { get; }

    /// <summary>For each merged unit in raster order, its place among the slots' units. // [M]</summary>
    public long[] UnitOrder { get; }

    /// <summary>Windows of 112 × 112 pixels in raster order, units inside a window in raster order.</summary>
    /// <param name="rows">Patch rows, even.</param>
    /// <param name="columns">Patch columns, even.</param>
    /// <param name="config">Gives the window's edge.</param>
    public static WindowLayout Create(int rows, int columns, VisionConfig config)
    {
        var edge = config.WindowUnits;
        int unitRows = rows / config.MergeSize, unitColumns = columns / config.MergeSize;
        int windowRows = (unitRows + edge - 1) / edge, windowColumns = (unitColumns + edge - 1) / edge;
        var slots = Math.Min(edge, unitRows) * Math.Min(edge, unitColumns) * UnitPatches;
        var layout = new WindowLayout(rows, columns, windowRows * windowColumns, slots);

        var real = 0;
        for (var window = 0; window < layout.WindowCount; window++)
        {
            int top = window / windowColumns * edge, left = window % windowColumns * edge;
            var slot = window * slots;
            for (var row = top; row < Math.Min(top + edge, unitRows); row++)
            {
                for (var column = left; column < Math.Min(left + edge, unitColumns); column++)
                {
                    var unit = row * unitColumns + column;
                    layout.UnitOrder[unit] = slot / UnitPatches;
                    for (var patch = 0; patch < UnitPatches; patch++, slot++)
                    {
                        layout.PatchOfSlot[slot] = unit * UnitPatches + patch;
                        layout.SlotRows[slot] = real;
                        layout.RealRows[real++] = slot;
                    }
                }
            }

            for (; slot < (window + 1) * slots; slot++)
            {
                layout.PatchOfSlot[slot] = -1;
                layout.WindowBias[slot] = Masked;
            }
        }

        for (var slot = 0; slot < layout.WindowPositions.Length; slot++)
            layout.WindowPositions[slot] = slot;
        return layout;
    }
}
